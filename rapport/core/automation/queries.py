"""Reading automations and their logs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from rapport.core.access.models import AccessQuerySet, User
from rapport.core.automation.models import Automation, AutomationRun, Outcome
from rapport.core.automation.subjects import subject_of, subjects
from rapport.core.errors import Missing
from rapport.core.lists import cursor

PAGE = 50
RECENT = timedelta(days=30)


def automations_of(user: User) -> AccessQuerySet[Automation]:
    """Return the automations that the user manages, by name."""
    seen = Automation.objects.visible_to(user).filter(list_name__in=subjects())
    return seen.select_related("owner", "view", "state").order_by("name", "pk")


def automation_of(user: User, automation_id: int) -> Automation:
    """Return one. Errors: Missing."""
    found = automations_of(user).filter(pk=automation_id).first()
    if found is None:
        raise Missing
    return found


def hers(user_id: int) -> list[int]:
    """Return the automations that act with a colleague's rights."""
    rows = Automation.objects.filter(owner=user_id, started_at__isnull=False)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class Figures:
    """What an automation did of late."""

    done: int = 0
    errors: int = 0
    waiting: int = 0
    last_at: datetime | None = None


def figures(ids: Sequence[int], *, at: datetime) -> dict[int, Figures]:
    """Return what each of these automations did within 30 days. One query."""
    done = Count("pk", filter=Q(outcome__in=[Outcome.DONE, Outcome.UNCHANGED, Outcome.UNDONE]))
    rows = (
        AutomationRun.objects.filter(automation__in=ids, asked_at__gt=at - RECENT)
        .values("automation")
        .annotate(
            done=done,
            errors=Count("pk", filter=Q(outcome=Outcome.ERROR)),
            waiting=Count("pk", filter=Q(outcome=Outcome.WAITING)),
            last_at=Max("done_at", filter=~Q(outcome=Outcome.SKIPPED)),
        )
        .order_by()
    )
    return {
        row["automation"]: Figures(row["done"], row["errors"], row["waiting"], row["last_at"])
        for row in rows
    }


@dataclass(frozen=True)
class Log:
    """A page of a log, newest first: each run with the record's name and address, and the place of the next page."""

    rows: list[tuple[AutomationRun, str, str]]
    next: str


def log_of(
    automation: Automation, reader: User, *, outcome: str = "", after: str = "", size: int = PAGE
) -> Log:
    """Return a page of what an automation did; names as far as the reader sees the records. Two queries."""
    rows = AutomationRun.objects.filter(automation=automation)
    if outcome in Outcome.values:
        rows = rows.filter(outcome=outcome)
    if after:
        rows = rows.filter(pk__lt=cursor.read(after, "automation")[1])
    found = list(rows.order_by("-id")[: size + 1])
    more, found = len(found) > size, found[:size]
    subject = subject_of(automation.list_name)
    names = subject.names(reader, [run.row_id for run in found])
    told = [
        (
            run,
            str(names.get(run.row_id, "")),
            subject.address(run.row_id) if run.row_id in names else "",
        )
        for run in found
    ]
    return Log(told, cursor.write("automation", None, found[-1].pk) if more else "")


def run_of(user: User, run_id: int) -> AutomationRun:
    """Return one record of a log with its automation. Errors: Missing."""
    rows = AutomationRun.objects.select_related("automation__owner")
    found = rows.filter(pk=run_id, automation__in=automations_of(user).order_by()).first()
    if found is None:
        raise Missing
    return found


def cause_of(user: User, run: AutomationRun) -> AutomationRun | None:
    """Return the run from whose change this one followed, if the reader manages its automation."""
    if run.chain is None:
        return None
    rows = AutomationRun.objects.select_related("automation").filter(pk=run.chain)
    return rows.filter(automation__in=automations_of(user).order_by()).first()
