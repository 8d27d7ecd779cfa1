"""Tasks, over the API."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from rapport.core.access.caller import caller
from rapport.core.rest.conditional import if_match
from rapport.core.rest.listing import Listing
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Day, Filled200, Id, Input, Key, LongText, Moment
from rapport.touchpoints.tasks import actions
from rapport.touchpoints.tasks.lists import TASKS
from rapport.touchpoints.tasks.models import Priority, Task
from rapport.touchpoints.tasks.plan import Plan
from rapport.touchpoints.tasks.queries import task

router = Router(tags=["tasks"])


class TaskFields(Input):
    """What is to be done, and until when."""

    title: Filled200
    details: LongText = ""
    assignee_id: Key | None = None
    due_on: Day | None = None
    due_at: Moment | None = None
    reminder_at: Moment | None = None
    priority: Priority = Priority.NORMAL


class TaskIn(TaskFields):
    """A task to add, for a customer if there is one; without an assignee it is yours."""

    party_id: Key | None = None


class TaskRow(Schema):
    """A task in a list."""

    id: int
    title: str
    party_id: int | None
    assignee_id: int
    due_on: date | None
    due_at: datetime | None
    priority: int
    done_at: datetime | None


class TaskOut(TaskRow):
    """A task with all that belongs to it."""

    details: str
    made_by_id: int
    reminder_at: datetime | None
    trashed_at: datetime | None
    created_at: datetime
    version: int


ROWS = Listing(TASKS, TaskRow, paths={"id": "pk"})


TASK = Resource(router, "/tasks/{task_id}", TaskOut, task)

ROWS.serve(
    router,
    "/tasks",
    "tasks",
    "List the tasks you may see; `f=assignee:is:me&f=done_at:empty` what is to be done by you.",
)


@TASK.post("/tasks", "Add a task")
def post_task(request: HttpRequest, payload: TaskIn) -> Task:
    """Write down something to do."""
    plan = Plan(**payload.model_dump())
    return actions.create_task(plan, by=caller(request), at=timezone.now())


@TASK.get("Read a task")
def get_task(request: HttpRequest, task_id: Id) -> None:
    """Read one task."""


@TASK.put("Edit a task")
def put_task(request: HttpRequest, task_id: Id, payload: TaskFields) -> None:
    """Replace what is to be done and until when; with another assignee, give the task away."""
    actions.change_task(
        task_id,
        Plan(**payload.model_dump()),
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
    )


@TASK.verb("finish", "Finish a task")
def post_finish_task(request: HttpRequest, task_id: Id) -> None:
    """Say that a task is done."""
    actions.finish_task(task_id, by=caller(request), at=timezone.now())


@TASK.verb("reopen", "Reopen a task")
def post_reopen_task(request: HttpRequest, task_id: Id) -> None:
    """Say that a task is to be done after all."""
    actions.reopen_task(task_id, by=caller(request), at=timezone.now())


@TASK.verb("trash", "Move to the trash")
def post_trash_task(request: HttpRequest, task_id: Id) -> None:
    """Move a task to the trash, where it stays for 30 days."""
    actions.trash_task(task_id, by=caller(request), at=timezone.now())


@TASK.verb("restore", "Restore")
def post_restore_task(request: HttpRequest, task_id: Id) -> None:
    """Take a task out of the trash."""
    actions.restore_task(task_id, by=caller(request), at=timezone.now())
