"""The upkeep of idempotency keys."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.events.reactions import every
from rapport.core.idempotency.actions import forget_old_keys


@every("41 * * * *", queue="system")
def forget_keys(*, by: User, at: datetime) -> None:
    """Delete the keys whose day is over."""
    forget_old_keys(at=at)
