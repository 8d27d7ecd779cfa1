"""Planning what is to be done, doing it, and being reminded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from django.urls import reverse

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.access.queries import reach
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.notifications.actions import notify
from rapport.core.records import keys
from rapport.customers.parties.actions import note_next_step, note_next_steps
from rapport.customers.parties.models import Party
from rapport.touchpoints.tasks.events import (
    TaskCreated,
    TaskEdited,
    TaskFinished,
    TaskReassigned,
    TaskReopened,
    TaskRestored,
    TasksCreated,
    TaskTrashed,
)
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.plan import Plan, check
from rapport.touchpoints.tasks.queries import due_reminders, first_open, first_steps, owners_of


class AlreadyDone(Conflict):
    """This task is done already."""


class NotDone(Conflict):
    """This task is not done yet."""


class TaskInTheTrash(Conflict):
    """This task is in the trash. Restore it first."""


class NotAColleague(Invalid):
    """You can give tasks to colleagues of your teams. Choose one of them."""


class CustomerHidden(Invalid):
    """%(name)s cannot see this customer. Share the customer with them first."""


@action
def create_task(plan: Plan, *, by: User, at: datetime) -> Task:
    """Write down something to do, for oneself or a colleague."""
    require(by, "touchpoints.create_task")
    check(plan)
    party = _party(plan.party_id, by)
    assignee = _assignee(plan.assignee_id or by.pk, party, by, "touchpoints.create_task")
    task = Task.objects.create(
        party=party, assignee=assignee, made_by=by, source_id=plan.source_id, **plan.columns()
    )
    _project(task)
    publish(
        TaskCreated(task_id=task.pk, party_id=task.party_id, assignee_id=assignee.pk), by=by, at=at
    )
    _tell(task, by, at)
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
        _colleague(one, by, "touchpoints.create_task")
        if not for_owners and one != by.pk:
            _sees_all(one, owners)
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
    note_next_steps(first_steps(list(owners)))
    told = TasksCreated(task_ids=[one.pk for one in tasks], party_ids=list(owners))
    publish(told, by=by, at=at)
    _tell_many(tasks, by, at)
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
    _project(task)
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
def finish_task(task_id: int, *, by: User, at: datetime) -> Task:
    """Say that a task is done."""
    task = _kept(require_row(by, "touchpoints.finish_task", Task, task_id))
    if task.done_at is not None:
        raise AlreadyDone
    task.done_at = at
    task.save(update_fields=["done_at"])
    _project(task)
    publish(TaskFinished(task_id=task.pk, party_id=task.party_id), by=by, at=at)
    return task


@action
def reopen_task(task_id: int, *, by: User, at: datetime) -> Task:
    """Say that a task is to be done after all."""
    task = _kept(require_row(by, "touchpoints.reopen_task", Task, task_id))
    if task.done_at is None:
        raise NotDone
    task.done_at = None
    task.save(update_fields=["done_at"])
    _project(task)
    publish(TaskReopened(task_id=task.pk, party_id=task.party_id), by=by, at=at)
    return task


@action
def reassign_task(task_id: int, *, by: User, at: datetime, assignee_id: int) -> Task:
    """Give a task to another colleague, who is told."""
    task = _kept(require_row(by, "touchpoints.reassign_task", Task, task_id))
    assignee = _assignee(assignee_id, task.party, by, "touchpoints.reassign_task")
    if assignee.pk != task.assignee_id:
        task.assignee = assignee
        task.save(update_fields=["assignee"])
        publish(
            TaskReassigned(task_id=task.pk, party_id=task.party_id, assignee_id=assignee.pk),
            by=by,
            at=at,
        )
        _tell(task, by, at)
    return task


@action
def trash_task(task_id: int, *, by: User, at: datetime) -> Task:
    """Move a task to the trash, where it stays for 30 days."""
    task = require_row(by, "touchpoints.trash_task", Task, task_id)
    if task.trashed_at is None:
        task.trashed_at = at
        task.save(update_fields=["trashed_at"])
        _project(task)
        publish(TaskTrashed(task_id=task.pk, party_id=task.party_id), by=by, at=at)
    return task


@action
def restore_task(task_id: int, *, by: User, at: datetime) -> Task:
    """Take a task out of the trash."""
    task = require_row(by, "touchpoints.restore_task", Task, task_id)
    if task.trashed_at is not None:
        task.trashed_at = None
        task.save(update_fields=["trashed_at"])
        _project(task)
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


def _party(party_id: int | None, by: User) -> Party | None:
    if party_id is None:
        return None
    party = Party.objects.visible_to(by).filter(pk=party_id, trashed_at=None).first()
    if party is None:
        raise Missing
    return party


def _assignee(user_id: int, party: Party | None, by: User, right: str) -> User:
    """Return the colleague, if she works here, is within reach, and sees the customer."""
    user = _colleague(user_id, by, right)
    if party is None or user.pk == by.pk:
        return user
    if not Party.objects.visible_to(user).filter(pk=party.pk).exists():
        hidden = CustomerHidden(name=user.name).sentence()
        raise CustomerHidden(fields={"assignee": hidden}, name=user.name)
    return user


def _colleague(user_id: int, by: User, right: str) -> User:
    """Return the colleague, if she works here and is within reach."""
    user = User.objects.filter(pk=user_id, left_at=None, is_system=False).first()
    far = reach(by, right)
    if user is None or not (far.everything or user.pk in far.owner_ids or user.pk == by.pk):
        raise NotAColleague(fields={"assignee": NotAColleague().sentence()})
    return user


def _sees_all(user_id: int, parties: Collection[int]) -> None:
    user = User.objects.get(pk=user_id)
    if Party.objects.visible_to(user).filter(pk__any=keys(parties)).count() < len(parties):
        hidden = CustomerHidden(name=user.name).sentence()
        raise CustomerHidden(fields={"assignee": hidden}, name=user.name)


def _project(task: Task) -> None:
    """Let the customer's next step follow."""
    if task.party_id is not None:
        first = first_open(task.party_id)
        note_next_step(
            task.party_id, text=first.title if first else "", on=first.due_on if first else None
        )


def _tell(task: Task, by: User, at: datetime) -> None:
    if task.assignee_id != by.pk:
        notify(
            [task.assignee_id],
            "task_assigned",
            {"by": by.name, "title": task.title},
            sender=by,
            at=at,
            link=reverse("tasks:open", args=[task.pk]),
            party_id=task.party_id,
        )


def _tell_many(tasks: Sequence[Task], by: User, at: datetime) -> None:
    """Tell each colleague once, however many tasks there are."""
    for user_id, count in Counter(task.assignee_id for task in tasks).items():
        if user_id != by.pk:
            words = {"by": by.name, "count": str(count), "title": tasks[0].title}
            link = reverse("tasks:list")
            notify([user_id], "tasks_assigned", words, sender=by, at=at, link=link)
