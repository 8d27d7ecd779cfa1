"""Planning what is to be done, doing it, and being reminded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from rapport.core.access.actions import require, require_ids, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict
from rapport.core.events.actions import publish
from rapport.core.notifications.actions import notify
from rapport.core.records import change_rows, keys
from rapport.touchpoints.tasks.events import (
    TaskCreated,
    TaskEdited,
    TaskFinished,
    TaskReassigned,
    TaskReopened,
    TaskRestored,
    TasksCreated,
    TasksEdited,
    TasksFinished,
    TasksReassigned,
    TaskTrashed,
)
from rapport.touchpoints.tasks.following import follow, follow_many
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.plan import Plan, check
from rapport.touchpoints.tasks.queries import due_reminders, owners_of, parties_of
from rapport.touchpoints.tasks.rescheduling import put_on_day
from rapport.touchpoints.tasks.telling import tell_assignee, tell_assignees
from rapport.touchpoints.tasks.whom import assignee_for, check_sees_all, colleague, seen_party


class AlreadyDone(Conflict):
    """This task is done already."""


class NotDone(Conflict):
    """This task is not done yet."""


class TaskInTheTrash(Conflict):
    """This task is in the trash. Restore it first."""


@action
def create_task(plan: Plan, *, by: User, at: datetime) -> Task:
    """Write down something to do, for oneself or a colleague."""
    require(by, "touchpoints.create_task")
    check(plan)
    party = seen_party(plan.party_id, by)
    assignee = assignee_for(plan.assignee_id or by.pk, party, by, "touchpoints.create_task")
    task = Task.objects.create(
        party=party, assignee=assignee, made_by=by, source_id=plan.source_id, **plan.columns()
    )
    follow(task)
    publish(
        TaskCreated(task_id=task.pk, party_id=task.party_id, assignee_id=assignee.pk), by=by, at=at
    )
    tell_assignee(task, by, at)
    return task


@action
def create_tasks(
    party_ids: Sequence[int], plan: Plan, *, by: User, at: datetime, for_owners: bool = False
) -> list[int]:
    """Write down the same to do for many customers, for one colleague or each for the customer's owner.

    Returns the customers. Errors: Missing, NotAColleague, CustomerHidden.
    """
    require(by, "touchpoints.create_task")
    check(plan)
    owners = owners_of(by, party_ids)
    assignees = set(owners.values()) if for_owners else {plan.assignee_id or by.pk}
    for one in assignees:
        colleague(one, by, "touchpoints.create_task")
        if not for_owners and one != by.pk:
            check_sees_all(one, owners)
    tasks = Task.objects.bulk_create(
        [
            Task(
                party_id=party,
                assignee_id=owner if for_owners else plan.assignee_id or by.pk,
                made_by=by,
                **plan.columns(),
            )
            for party, owner in owners.items()
        ]
    )
    follow_many([one.pk for one in tasks])
    told = TasksCreated(task_ids=[one.pk for one in tasks], party_ids=list(owners))
    publish(told, by=by, at=at)
    tell_assignees(tasks, by, at)
    return list(owners)


@action
def edit_task(
    task_id: int, plan: Plan, *, by: User, at: datetime, version: int | None = None
) -> Task:
    """Change what is to be done, or until when; a new reminder rings again."""
    task = _kept(require_row(by, "touchpoints.edit_task", Task, task_id, version=version))
    check(plan)
    if plan.reminder_at != task.reminder_at:
        task.reminded_at = None
    for name, value in plan.columns().items():
        setattr(task, name, value)
    task.save()
    follow(task)
    publish(TaskEdited(task_id=task.pk, party_id=task.party_id), by=by, at=at)
    return task


@action
def change_task(
    task_id: int, plan: Plan, *, by: User, at: datetime, version: int | None = None
) -> Task:
    """Save the whole form of a task: what and until when, and for whom where that changed."""
    require(by, "touchpoints.edit_task")
    task = edit_task(task_id, plan, by=by, at=at, version=version)
    if plan.assignee_id is not None and plan.assignee_id != task.assignee_id:
        return reassign_task(task_id, by=by, at=at, assignee_id=plan.assignee_id)
    return task


@action
def reschedule_task(
    task_id: int,
    *,
    by: User,
    at: datetime,
    due_on: date | None,
    version: int | None = None,
    reopen: bool = False,
) -> Task:
    """Put a task on another day, or on none; its hour stays. With `reopen`, one that was done is to be done again."""
    task = _kept(require_row(by, "touchpoints.edit_task", Task, task_id, version=version))
    if reopen and task.is_done:
        reopen_task(task_id, by=by, at=at)
    if put_on_day([task.pk], due_on, by.timezone):
        follow(task)
        publish(TaskEdited(task_id=task.pk, party_id=task.party_id), by=by, at=at)
    return task


@action
def reschedule_tasks(
    task_ids: Sequence[int], *, by: User, at: datetime, due_on: date | None
) -> list[int]:
    """Put many tasks on the same day, or on none. Returns those that were on another."""
    moved = put_on_day(
        require_ids(by, "touchpoints.edit_task", Task, task_ids), due_on, by.timezone
    )
    if moved:
        publish(TasksEdited(task_ids=moved, party_ids=follow_many(moved)), by=by, at=at)
    return moved


@action
def prioritize_tasks(
    task_ids: Sequence[int], *, by: User, at: datetime, priority: int
) -> list[int]:
    """Say how much many tasks matter. Returns those that mattered otherwise."""
    ids = require_ids(by, "touchpoints.edit_task", Task, task_ids)
    changed = change_rows(Task, ids, priority=priority)
    if changed:
        publish(TasksEdited(task_ids=changed, party_ids=parties_of(changed)), by=by, at=at)
    return changed


@action
def finish_tasks(task_ids: Sequence[int], *, by: User, at: datetime) -> list[int]:
    """Say that many tasks are done. Returns those that were not yet."""
    ids = require_ids(by, "touchpoints.finish_task", Task, task_ids)
    waiting = Task.objects.open().filter(pk__any=keys(ids)).values_list("pk", flat=True)
    done = change_rows(Task, list(waiting), done_at=at)
    if done:
        publish(TasksFinished(task_ids=done, party_ids=follow_many(done)), by=by, at=at)
    return done


@action
def reassign_tasks(
    task_ids: Sequence[int], *, by: User, at: datetime, assignee_id: int
) -> list[int]:
    """Give many tasks to a colleague, who is told once. Returns those that were another's.

    Errors: NotAColleague, CustomerHidden.
    """
    ids = require_ids(by, "touchpoints.reassign_task", Task, task_ids)
    who = colleague(assignee_id, by, "touchpoints.reassign_task")
    parties = parties_of(ids)
    if who.pk != by.pk:
        check_sees_all(who.pk, parties)
    given = change_rows(Task, ids, assignee=who.pk)
    if given:
        told = TasksReassigned(task_ids=given, party_ids=parties_of(given), assignee_id=who.pk)
        publish(told, by=by, at=at)
        tell_assignees(list(Task.objects.filter(pk__any=keys(given))), by, at)
    return given


@action
def finish_task(task_id: int, *, by: User, at: datetime, version: int | None = None) -> Task:
    """Say that a task is done."""
    task = _kept(require_row(by, "touchpoints.finish_task", Task, task_id, version=version))
    if task.done_at is not None:
        raise AlreadyDone
    task.done_at = at
    task.save(update_fields=["done_at"])
    follow(task)
    publish(TaskFinished(task_id=task.pk, party_id=task.party_id), by=by, at=at)
    return task


@action
def reopen_task(task_id: int, *, by: User, at: datetime, version: int | None = None) -> Task:
    """Say that a task is to be done after all."""
    task = _kept(require_row(by, "touchpoints.reopen_task", Task, task_id, version=version))
    if task.done_at is None:
        raise NotDone
    task.done_at = None
    task.save(update_fields=["done_at"])
    follow(task)
    publish(TaskReopened(task_id=task.pk, party_id=task.party_id), by=by, at=at)
    return task


@action
def reassign_task(task_id: int, *, by: User, at: datetime, assignee_id: int) -> Task:
    """Give a task to another colleague, who is told."""
    task = _kept(require_row(by, "touchpoints.reassign_task", Task, task_id))
    assignee = assignee_for(assignee_id, task.party, by, "touchpoints.reassign_task")
    if assignee.pk != task.assignee_id:
        task.assignee = assignee
        task.save(update_fields=["assignee"])
        publish(
            TaskReassigned(task_id=task.pk, party_id=task.party_id, assignee_id=assignee.pk),
            by=by,
            at=at,
        )
        tell_assignee(task, by, at)
    return task


@action
def trash_task(task_id: int, *, by: User, at: datetime) -> Task:
    """Move a task to the trash, where it stays for 30 days."""
    task = require_row(by, "touchpoints.trash_task", Task, task_id)
    if task.trashed_at is None:
        task.trashed_at = at
        task.save(update_fields=["trashed_at"])
        follow(task)
        publish(TaskTrashed(task_id=task.pk, party_id=task.party_id), by=by, at=at)
    return task


@action
def restore_task(task_id: int, *, by: User, at: datetime) -> Task:
    """Take a task out of the trash."""
    task = require_row(by, "touchpoints.restore_task", Task, task_id)
    if task.trashed_at is not None:
        task.trashed_at = None
        task.save(update_fields=["trashed_at"])
        follow(task)
        publish(TaskRestored(task_id=task.pk, party_id=task.party_id), by=by, at=at)
    return task


@action
def remind_due(*, by: User, at: datetime) -> int:
    """Remind colleagues of the tasks for which they wanted it by now; return how many. May run twice."""
    require(by, "touchpoints.edit_task")
    tasks = due_reminders(at)
    Task.objects.filter(pk__in=[task.pk for task in tasks]).update(reminded_at=at)
    for task in tasks:
        moment = task.reminder_at.isoformat() if task.reminder_at else ""
        notify(
            [task.assignee_id],
            "task_due",
            {"title": task.title},
            sender=by,
            at=at,
            link=reverse("tasks:open", args=[task.pk]),
            party_id=task.party_id,
            once=f"task_due:{task.pk}:{moment}",
        )
    return len(tasks)


def _kept(task: Task) -> Task:
    if task.trashed_at is not None:
        raise TaskInTheTrash
    return task
