"""Every night, the months of changes and events that are no longer kept are deleted."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.company.actions import drop_old_journals
from rapport.core.events.reactions import every


@every("41 2 * * *", queue="system")
def drop_journals(*, by: User, at: datetime) -> None:
    """Drop what is older than the company keeps."""
    drop_old_journals(by=by, at=at)
