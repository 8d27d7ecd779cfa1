"""Doing what an automation says: which record is next, whether it is still its turn, and the pace that is kept.

An automation that sets off another (or itself) hands on its chain: a record is never gone through twice by the same
automation in one chain, no chain is longer than five, and none acts on one record more than ten times a day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from rapport.core.automation.models import Automation, AutomationRun, AutomationState, Outcome
from rapport.core.automation.preparing import matching
from rapport.core.automation.subjects import Subject

LONGEST_CHAIN = 5
A_DAY, MOST_A_DAY = timedelta(days=1), 10
HOUR = timedelta(hours=1)
ACTED = (Outcome.DONE, Outcome.UNCHANGED, Outcome.ERROR, Outcome.UNDONE)
KEPT = timedelta(days=30)
SENT = "sent"


def why_not(run: AutomationRun, automation: Automation, subject: Subject) -> str:
    """Return why a record is skipped, empty when it is its turn. Errors: what the list says about its filters."""
    own = AutomationRun.objects.filter(automation=automation, row_id=run.row_id).exclude(pk=run.pk)
    if run.depth > LONGEST_CHAIN:
        return _("One automation set off the next, five times over: it ends here.")
    if run.chain and own.filter(Q(pk=run.chain) | Q(chain=run.chain)).exists():
        return _("It was set off by its own change to this record.")
    acted = own.filter(outcome__in=ACTED)
    if automation.once and acted.filter(outcome__in=[Outcome.DONE, Outcome.UNCHANGED]).exists():
        return _("It is done once for each record, and was.")
    if acted.filter(done_at__gt=run.asked_at - A_DAY).count() >= MOST_A_DAY:
        return _("It has acted on this record ten times within a day.")
    if (
        not matching(subject.spec, automation.owner, automation.query)
        .filter(pk=run.row_id)
        .exists()
    ):
        return _("It does not match the conditions, or its owner no longer sees it.")
    return ""


def next_run(automation_id: int, *, at: datetime) -> int | None:
    """Return the next record that waits; None when none does, or the automation is held or off."""
    state = AutomationState.objects.filter(
        pk=automation_id, automation__started_at__isnull=False
    ).first()
    if state is None or (state.held_until and state.held_until > at):
        return None
    waiting = AutomationRun.objects.filter(automation=automation_id, outcome=Outcome.WAITING)
    return waiting.order_by("id").values_list("pk", flat=True).first()


@transaction.atomic
def hold_if_too_fast(automation: Automation, *, at: datetime) -> datetime | None:
    """Hold an automation for an hour once it has reached its limit within one; return until when, if it is held by this."""
    state = AutomationState.objects.select_for_update().get(pk=automation.pk)
    if state.held_until and state.held_until > at:
        return None
    since = max(filter(None, [state.counts_from, at - HOUR]))
    acted = AutomationRun.objects.filter(automation=automation, outcome__in=ACTED)
    count = acted.filter(done_at__gt=since).values("pk")[: automation.per_hour].count()
    if count < automation.per_hour:
        return None
    state.held_until = state.counts_from = at + HOUR
    state.save(update_fields=["held_until", "counts_from"])
    return state.held_until


def fail(run_id: int, *, at: datetime, reason: str) -> bool:
    """Say that a record could not be done, and why; tell whether it was still waiting. A part of the job."""
    waiting = AutomationRun.objects.filter(pk=run_id, outcome=Outcome.WAITING)
    return bool(waiting.update(outcome=Outcome.ERROR, reason=reason, done_at=at, steps=[]))


def is_mailed(run_id: int, place: int) -> bool:
    """Tell whether the mail of a step has gone out, or its run with it."""
    run = AutomationRun.objects.filter(pk=run_id).first()
    return run is None or place >= len(run.steps) or run.steps[place].get("mail") == SENT


@transaction.atomic
def note_mail(run_id: int, place: int, said: str) -> None:
    """Note beside a step that its mail has gone out, or what the server answered. A part of the job."""
    run = AutomationRun.objects.select_for_update().filter(pk=run_id).first()
    if run is not None and place < len(run.steps):
        run.steps[place]["mail"] = said
        run.save(update_fields=["steps"])


def is_first_error_today(automation: Automation, *, at: datetime) -> bool:
    """Tell whether nobody was told of an error of this automation within a day."""
    wrong = automation.runs.filter(outcome=Outcome.ERROR, done_at__gt=at - A_DAY)
    return wrong.values("pk")[:2].count() == 1


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
