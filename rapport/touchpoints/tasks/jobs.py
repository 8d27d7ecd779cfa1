"""Every minute, reminders that are due ring."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.events.reactions import every
from rapport.touchpoints.tasks.actions import remind_due


@every("* * * * *")
def ring_reminders(*, by: User, at: datetime) -> None:
    """Remind colleagues of what is due."""
    while remind_due(by=by, at=at):
        continue
