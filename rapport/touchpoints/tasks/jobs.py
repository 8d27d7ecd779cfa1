"""Every minute, reminders that are due ring; next steps follow when customers that were merged are apart again."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.events.reactions import every, on
from rapport.customers.merges.events import PartiesUnmerged
from rapport.touchpoints.tasks.actions import remind_due
from rapport.touchpoints.tasks.following import plan_apart


@every("* * * * *")
def ring_reminders(*, by: User, at: datetime) -> None:
    """Remind colleagues of what is due."""
    while remind_due(by=by, at=at):
        continue


@on(PartiesUnmerged)
def plan_again(event: PartiesUnmerged, *, by: User, at: datetime) -> None:
    """Let each customer's next step be her own again. May run twice."""
    plan_apart([event.survivor_id, *event.loser_ids], by=system())
