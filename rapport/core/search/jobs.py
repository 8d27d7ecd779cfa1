"""The upkeep of the index."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.events.reactions import every
from rapport.core.search.actions import refill_stale


@every("* * * * *", queue="system")
def refill_search(*, by: User, at: datetime) -> None:
    """Fill the entries of rows that were written by SQL."""
    while refill_stale():
        pass
