"""Every night, what has lain in the trash for 30 days is deleted for good."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.events.reactions import every
from rapport.core.trash.actions import purge_expired


@every("10 2 * * *", queue="system")
def purge_trash(*, by: User, at: datetime) -> None:
    """Purge kind by kind until nothing is due."""
    for kind in listed("trash"):
        while purge_expired(kind, by=by, at=at):
            continue
