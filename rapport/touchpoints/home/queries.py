"""What is to be done today, and why: only what the user may see, each part short."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from rapport.core.access.models import User
from rapport.customers.parties.models import Lifecycle, Party
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.queries import in_order, with_parties

SHOWN = 8
QUIET_DAYS = 60


@dataclass(frozen=True)
class Today:
    """The parts of the home page."""

    tasks: list[Task]
    more_tasks: bool
    complaints: list[Interaction]
    quiet: list[Party]
    knows_anybody: bool

    @property
    def is_clear(self) -> bool:
        """Tell whether nothing waits."""
        return not (self.tasks or self.complaints or self.quiet)


def today(user: User, *, day: date, at: datetime) -> Today:
    """Return what waits for the user: her due tasks, open complaints of her customers, customers gone quiet."""
    mine = Task.objects.open().filter(assignee=user, due_on__lte=day)
    tasks = with_parties(user, in_order(mine)[: SHOWN + 1])
    parties = Party.objects.visible_to(user).filter(trashed_at=None)
    complaints = (
        Interaction.objects.visible_to(user)
        .open_complaints()
        .filter(party__owner=user, party__trashed_at=None)
        .select_related("party")
        .order_by("started_at")[:SHOWN]
    )
    quiet = parties.filter(
        owner=user,
        lifecycle=Lifecycle.CUSTOMER,
        last_touch_at__lt=at - timedelta(days=QUIET_DAYS),
    ).order_by("last_touch_at", "id")[:SHOWN]
    return Today(
        tasks=tasks[:SHOWN],
        more_tasks=len(tasks) > SHOWN,
        complaints=list(complaints),
        quiet=list(quiet),
        knows_anybody=parties.exists(),
    )
