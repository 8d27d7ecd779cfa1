"""Tasks, over the API."""

from __future__ import annotations

from datetime import date, datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from rapport.core.rest.conditional import TAGGED, if_match, tagged
from rapport.core.rest.listing import Asked, AskedPage, Listing
from rapport.core.rest.schemas import Count, Filled200, Id, Input, Key, LongText, Moment, Rows
from rapport.core.rest.signin import caller
from rapport.touchpoints.tasks import actions
from rapport.touchpoints.tasks.lists import TASKS
from rapport.touchpoints.tasks.models import Priority
from rapport.touchpoints.tasks.plan import Plan
from rapport.touchpoints.tasks.queries import task

router = Router(tags=["tasks"])


class TaskFields(Input):
    """What is to be done, and until when."""

    title: Filled200
    details: LongText = ""
    assignee_id: Key | None = None
    due_on: date | None = None
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


@router.get("/tasks", response=Rows[TaskRow], summary="List tasks")
def list_tasks(request: HttpRequest, asked: Query[AskedPage]) -> HttpResponse:
    """List the tasks you may see; `f=assignee:is:me&f=done_at:empty` what is to be done by you."""
    return ROWS.page(request, asked)


@router.get("/tasks/count", response=Count, summary="Count tasks")
def count_tasks(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Count the tasks that match."""
    return ROWS.count(request, asked)


@router.post("/tasks", response={201: TaskOut}, openapi_extra=TAGGED, summary="Add a task")
def post_task(request: HttpRequest, payload: TaskIn) -> HttpResponse:
    """Write down something to do."""
    plan = Plan(**payload.model_dump())
    made = actions.create_task(plan, by=caller(request), at=timezone.now())
    return _answer(request, made.pk, status=201)


@router.get("/tasks/{task_id}", response=TaskOut, openapi_extra=TAGGED, summary="Read a task")
def get_task(request: HttpRequest, task_id: Id) -> HttpResponse:
    """Read one task."""
    return _answer(request, task_id)


@router.put("/tasks/{task_id}", response=TaskOut, openapi_extra=TAGGED, summary="Edit a task")
def put_task(request: HttpRequest, task_id: Id, payload: TaskFields) -> HttpResponse:
    """Replace what is to be done and until when; with another assignee, give the task away."""
    actions.change_task(
        task_id,
        Plan(**payload.model_dump()),
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
    )
    return _answer(request, task_id)


@router.post(
    "/tasks/{task_id}/finish", response=TaskOut, openapi_extra=TAGGED, summary="Finish a task"
)
def post_finish_task(request: HttpRequest, task_id: Id) -> HttpResponse:
    """Say that a task is done."""
    actions.finish_task(task_id, by=caller(request), at=timezone.now())
    return _answer(request, task_id)


@router.post(
    "/tasks/{task_id}/reopen", response=TaskOut, openapi_extra=TAGGED, summary="Reopen a task"
)
def post_reopen_task(request: HttpRequest, task_id: Id) -> HttpResponse:
    """Say that a task is to be done after all."""
    actions.reopen_task(task_id, by=caller(request), at=timezone.now())
    return _answer(request, task_id)


@router.post(
    "/tasks/{task_id}/trash", response=TaskOut, openapi_extra=TAGGED, summary="Move to the trash"
)
def post_trash_task(request: HttpRequest, task_id: Id) -> HttpResponse:
    """Move a task to the trash, where it stays for 30 days."""
    actions.trash_task(task_id, by=caller(request), at=timezone.now())
    return _answer(request, task_id)


@router.post("/tasks/{task_id}/restore", response=TaskOut, openapi_extra=TAGGED, summary="Restore")
def post_restore_task(request: HttpRequest, task_id: Id) -> HttpResponse:
    """Take a task out of the trash."""
    actions.restore_task(task_id, by=caller(request), at=timezone.now())
    return _answer(request, task_id)


def _answer(request: HttpRequest, task_id: int, *, status: int = 200) -> HttpResponse:
    row = task(caller(request), task_id)
    location = f"/api/v1/tasks/{row.pk}" if status == 201 else ""
    answer = TaskOut.from_orm(row)
    return tagged(request, answer, row.version, status=status, location=location)
