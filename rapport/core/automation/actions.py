"""Laying out automations, turning them on and off, and what they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.automation.checking import begin_anew, name_of, pace_of, query_of, steps_of
from rapport.core.automation.doing import do_steps
from rapport.core.automation.events import (
    AutomationCreated,
    AutomationEdited,
    AutomationRemoved,
    AutomationTurnedOff,
    AutomationTurnedOn,
)
from rapport.core.automation.models import (
    Automation,
    AutomationRun,
    AutomationState,
    Outcome,
    StopReason,
)
from rapport.core.automation.running import why_not
from rapport.core.automation.subjects import subject_of
from rapport.core.automation.triggers import check_when, events_of
from rapport.core.errors import Conflict, Missing
from rapport.core.events.actions import publish
from rapport.core.notifications.actions import notify
from rapport.core.undo.actions import undo
from rapport.core.undo.narrowing import Only

MANAGE = "core.manage_automations"
MOST_AUTOMATIONS = 100


class TooManyAutomations(Conflict):
    """There are 100 automations already. Remove one that is no longer used."""


class NotComplete(Conflict):
    """Say first when it acts, and what it does."""


class AutomationIsOn(Conflict):
    """This automation is on already."""


class AutomationIsOff(Conflict):
    """This automation is off already."""


class NothingToTakeBack(Conflict):
    """There is nothing here that could be undone."""


@action
def create_automation(
    list_name: str, *, by: User, at: datetime, name: str, **details: Any
) -> Automation:
    """Lay out an automation for the records of a list, with `details` as `edit_automation` takes them.

    It is off until somebody turns it on.
    """
    require(by, MANAGE)
    subject_of(list_name)
    if Automation.objects.count() >= MOST_AUTOMATIONS:
        raise TooManyAutomations
    row = Automation(owner=by, list_name=list_name)
    _set(row, {"name": name, **details}, by)
    row.save()
    AutomationState.objects.create(automation=row)
    publish(AutomationCreated(automation_id=row.pk, label=row.name), by=by, at=at)
    return row


@action
def edit_automation(
    automation_id: int,
    *,
    by: User,
    at: datetime,
    changes: Mapping[str, Any],
    version: int | None = None,
) -> Automation:
    """Change some of what an automation is: `name`, `once`, `per_hour`, `trigger` (kind and when), `query`, `steps`.

    Whoever changes it owns it from then on: nobody acts with a colleague's rights. One that is on goes on as changed.
    """
    row = require_row(by, MANAGE, Automation, automation_id, version=version)
    row.owner = by
    _set(row, changes, by)
    if row.is_on:
        if not row.is_complete:
            raise NotComplete
        if {"trigger", "query"} & set(changes):
            begin_anew(row, at, edited=True)
    row.save()
    publish(AutomationEdited(automation_id=row.pk, label=row.name), by=by, at=at)
    return row


@action
def turn_on_automation(automation_id: int, *, by: User, at: datetime) -> Automation:
    """Let an automation act from now on, with the rights of who turns it on. Errors: NotComplete, TooManyRecords."""
    row = require_row(by, MANAGE, Automation, automation_id)
    if row.is_on:
        raise AutomationIsOn
    if not row.is_complete:
        raise NotComplete
    require(by, "core.run_automation")
    subject = subject_of(row.list_name)
    row.owner = by
    check_when(subject, row.kind, row.when, by)
    query_of(row.list_name, row.query, by)
    steps_of(row.list_name, row.steps, by)
    begin_anew(row, at)
    row.started_at, row.stop_reason = at, ""
    row.save()
    publish(AutomationTurnedOn(automation_id=row.pk, label=row.name), by=by, at=at)
    return row


@action
def turn_off_automation(automation_id: int, *, by: User, at: datetime) -> Automation:
    """Let an automation act no longer; records that wait are skipped. Errors: AutomationIsOff."""
    row = require_row(by, MANAGE, Automation, automation_id)
    if not row.is_on:
        raise AutomationIsOff
    return _turn_off(row, StopReason.NONE, by, at)


@action
def stop_automation(automation_id: int, *, by: User, at: datetime, reason: str) -> None:
    """Turn an automation off that cannot go on, and tell its owner, or the administrators when she left."""
    row = require_row(by, MANAGE, Automation, automation_id)
    if not row.is_on:
        return
    _turn_off(row, StopReason(reason), by, at)
    told = [row.owner_id]
    if reason == StopReason.LEFT:
        told = [user.pk for user in _administrators()]
    link = reverse("automation:open", args=[row.pk])
    once = f"automation {row.pk} {at.isoformat()}"
    notify(told, "automation_stopped", {"name": row.name}, sender=by, at=at, link=link, once=once)


@action
def tell_owner(automation_id: int, *, by: User, at: datetime, kind: str, once: str) -> None:
    """Tell the owner of an automation how it stands with it, once for an occasion. A part of the job."""
    row = require_row(by, MANAGE, Automation, automation_id)
    link = reverse("automation:open", args=[row.pk])
    notify([row.owner_id], kind, {"name": row.name}, sender=by, at=at, link=link, once=once)


@action
def release_automation(automation_id: int, *, by: User, at: datetime) -> Automation:
    """Let an automation that was held for acting too often go on at once."""
    row = require_row(by, MANAGE, Automation, automation_id)
    AutomationState.objects.filter(pk=row.pk).update(held_until=None, counts_from=at)
    publish(AutomationEdited(automation_id=row.pk, label=row.name), by=by, at=at)
    return row


@action
def remove_automation(automation_id: int, *, by: User, at: datetime) -> None:
    """Remove an automation with its log. What it did stays."""
    row = require_row(by, MANAGE, Automation, automation_id)
    row.delete()
    publish(AutomationRemoved(automation_id=automation_id, label=row.name), by=by, at=at)


@action
def run_automation(run_ids: Sequence[int], *, by: User, at: datetime) -> list[AutomationRun]:
    """Do all steps with some records, with each all or none; `by` is the automation's owner. May be asked twice.

    Errors: StepFailed, which names the step that was refused and why; then nothing was done with any of them.
    """
    require(by, "core.run_automation")
    free = AutomationRun.objects.select_for_update(of=("self",), skip_locked=True)
    free = free.filter(pk__in=run_ids, outcome=Outcome.WAITING).order_by("-pk")
    runs = {run.row_id: run for run in free.select_related("automation__owner")}
    if not runs:
        return []
    automation = next(iter(runs.values())).automation
    subject = subject_of(automation.list_name)
    for row_id, why in why_not(list(runs.values()), automation, subject).items():
        runs[row_id].outcome, runs[row_id].reason = Outcome.SKIPPED, why
    left = {row_id: run for row_id, run in runs.items() if not run.reason}
    do_steps(automation, left, by=by, at=at)
    for run in runs.values():
        run.done_at = at
    AutomationRun.objects.bulk_update(
        runs.values(), ["outcome", "reason", "steps", "group", "done_at"], batch_size=500
    )
    return list(runs.values())


@action
def undo_automation_run(run_id: int, *, by: User, at: datetime) -> int:
    """Take back what an automation did with a record; return how much was left because it was edited since."""
    require(by, "core.run_automation")
    seen = Automation.objects.visible_to(by)
    run = AutomationRun.objects.select_for_update().filter(pk=run_id, automation__in=seen).first()
    if run is None:
        raise Missing
    if not run.can_be_undone or run.group is None:
        raise NothingToTakeBack
    others = AutomationRun.objects.filter(group=run.group).exclude(pk=run.pk)
    only = Only(subject_of(run.automation.list_name).model, {run.row_id})
    result = undo(run.group, by=by, at=at, only=only if others.exists() else None)
    run.outcome, run.undone_at = Outcome.UNDONE, at
    run.save(update_fields=["outcome", "undone_at"])
    return result.refused_count


def _set(row: Automation, changes: Mapping[str, Any], by: User) -> None:
    subject = subject_of(row.list_name)
    if "name" in changes:
        row.name = name_of(changes["name"])
    if "once" in changes:
        row.once = bool(changes["once"])
    if "per_hour" in changes:
        row.per_hour = pace_of(changes["per_hour"])
    if "trigger" in changes:
        kind, when = changes["trigger"]
        row.when = check_when(subject, kind, when, by)
        row.kind, row.view_id = kind, row.when.get("view")
        row.events = events_of(subject, kind, row.when)
    if "query" in changes:
        row.query = query_of(subject.name, changes["query"], by)
    if "steps" in changes:
        row.steps = steps_of(subject.name, changes["steps"], by, row.steps)


def _turn_off(row: Automation, reason: StopReason, by: User, at: datetime) -> Automation:
    row.started_at, row.stop_reason = None, reason
    row.save(update_fields=["started_at", "stop_reason"])
    waiting = row.runs.filter(outcome=Outcome.WAITING)
    waiting.update(outcome=Outcome.SKIPPED, reason=str(StopReason(reason).label), done_at=at)
    AutomationState.objects.filter(pk=row.pk).update(due_at=None, held_until=None)
    publish(AutomationTurnedOff(automation_id=row.pk, label=row.name), by=by, at=at)
    return row


def _administrators() -> list[User]:
    """Return who manages the colleagues here."""
    here = User.objects.filter(left_at=None, is_system=False, invited_at=None, grants__isnull=False)
    return [user for user in here.distinct() if _manages(user)]


def _manages(user: User) -> bool:
    return any("core.manage_users" in grant.role.scopes() for grant in user.grants.all())
