"""Doing what an automation says: which record is next, whether it is still its turn, and the pace that is kept.

An automation that sets off another (or itself) hands on its chain: a record is never gone through twice by the same
automation in one chain, no chain is longer than five, and none acts on one record more than ten times a day.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from rapport.core.access.restriction import RESTRICTED, restricted_ids
from rapport.core.automation.models import Automation, AutomationRun, AutomationState, Outcome
from rapport.core.automation.preparing import matching
from rapport.core.automation.subjects import Subject, subject_of
from rapport.core.records import keys

LONGEST_CHAIN = 5
A_DAY, MOST_A_DAY = timedelta(days=1), 10
HOUR = timedelta(hours=1)
ACTED = (Outcome.DONE, Outcome.UNCHANGED, Outcome.ERROR, Outcome.UNDONE)
KEPT = timedelta(days=30)


def why_not(
    runs: Sequence[AutomationRun], automation: Automation, subject: Subject
) -> dict[int, str]:
    """Return which records are skipped and why. A fixed number of queries, and one for each that is part of a chain.

    Errors: what the list says about its filters.
    """
    ids, asked = [run.row_id for run in runs], max(run.asked_at for run in runs)
    acted = AutomationRun.objects.filter(
        automation=automation, row_id__any=keys(ids), outcome__in=ACTED
    ).order_by()
    finished = set(
        acted.exclude(outcome__in=[Outcome.ERROR, Outcome.UNDONE]).values_list("row_id", flat=True)
    )
    today = acted.filter(done_at__gt=asked - A_DAY).values("row_id").annotate(n=Count("pk"))
    often = {one["row_id"] for one in today if one["n"] >= MOST_A_DAY}
    restricted = restricted_ids(subject.spec.rows(automation.owner).model, ids)
    match = matching(subject.spec, automation.owner, automation.query)
    matches = set(match.filter(pk__any=keys(ids)).order_by().values_list("pk", flat=True))
    found = {}
    for run in runs:
        if run.depth > LONGEST_CHAIN:
            found[run.row_id] = _("One automation set off the next, five times over: it ends here.")
        elif run.chain and _is_its_own_doing(run):
            found[run.row_id] = _("It was set off by its own change to this record.")
        elif run.row_id in restricted:
            found[run.row_id] = str(RESTRICTED)
        elif automation.once and run.row_id in finished:
            found[run.row_id] = _("It is done once for each record, and was.")
        elif run.row_id in often:
            found[run.row_id] = _("It has acted on this record ten times within a day.")
        elif run.row_id not in matches:
            found[run.row_id] = _(
                "It does not match the conditions, or its owner no longer sees it."
            )
    return found


def _is_its_own_doing(run: AutomationRun) -> bool:
    own = AutomationRun.objects.filter(automation=run.automation_id, row_id=run.row_id)
    before = own.exclude(pk=run.pk).filter(Q(pk=run.chain) | Q(chain=run.chain), pk__lt=run.pk)
    return before.exists()


@transaction.atomic
def next_runs(automation: Automation, *, at: datetime) -> list[int]:
    """Return the next records that wait and nobody is at, each once, as many as fit into the hour; none when it is held or off."""
    state = AutomationState.objects.filter(
        pk=automation.pk, automation__started_at__isnull=False
    ).first()
    if state is None or (state.held_until and state.held_until > at):
        return []
    at_once = subject_of(automation.list_name).at_once
    room = automation.per_hour - _count(automation, state, at)
    waiting = AutomationRun.objects.filter(automation=automation, outcome=Outcome.WAITING)
    free = waiting.select_for_update(skip_locked=True).order_by("id")
    found: dict[int, int] = {}
    for pk, row_id in free.values_list("pk", "row_id")[: min(at_once, max(room, 0))]:
        found.setdefault(row_id, pk)
    return list(found.values())


def _count(automation: Automation, state: AutomationState, at: datetime) -> int:
    """Return how many records it has acted on within the hour, counting to its limit."""
    since = max(filter(None, [state.counts_from, at - HOUR]))
    acted = AutomationRun.objects.filter(automation=automation, outcome__in=ACTED)
    return acted.filter(done_at__gt=since).values("pk")[: automation.per_hour].count()


@transaction.atomic
def hold_if_too_fast(automation: Automation, *, at: datetime) -> datetime | None:
    """Hold an automation for an hour once it has reached its limit within one; return until when, if it is held by this."""
    state = AutomationState.objects.select_for_update().get(pk=automation.pk)
    if state.held_until and state.held_until > at:
        return None
    waits = automation.runs.filter(outcome=Outcome.WAITING).exists()
    if not waits or _count(automation, state, at) < automation.per_hour:
        return None
    state.held_until = state.counts_from = at + HOUR
    state.save(update_fields=["held_until", "counts_from"])
    return state.held_until


def fail(run_id: int, *, at: datetime, reason: str) -> bool:
    """Say that a record could not be done, and why; tell whether it was still waiting. A part of the job."""
    waiting = AutomationRun.objects.filter(pk=run_id, outcome=Outcome.WAITING)
    return bool(waiting.update(outcome=Outcome.ERROR, reason=reason, done_at=at, steps=[]))


def with_work(*, at: datetime) -> list[int]:
    """Return the automations for which records wait and that are not held."""
    free = Q(automation__state__held_until=None) | Q(automation__state__held_until__lte=at)
    rows = AutomationRun.objects.filter(
        free, outcome=Outcome.WAITING, automation__started_at__isnull=False
    )
    return sorted(rows.order_by().values_list("automation_id", flat=True).distinct())


def held_until(automation_id: int, *, at: datetime) -> datetime | None:
    """Return until when an automation is held, None when it is not."""
    rows = AutomationState.objects.filter(pk=automation_id, held_until__gt=at)
    return rows.values_list("held_until", flat=True).first()


def forget_old(*, at: datetime) -> int:
    """Delete what became of records more than thirty days ago; what must happen once only is remembered."""
    old = AutomationRun.objects.filter(asked_at__lt=at - KEPT).exclude(outcome=Outcome.WAITING)
    done = Q(automation__once=True, outcome__in=[Outcome.DONE, Outcome.UNCHANGED])
    return old.exclude(done).delete()[0]
