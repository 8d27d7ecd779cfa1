"""Editing one field of a task where it stands: in a cell of the list, or by moving its card to another lane or day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.errors import Invalid, Missing
from rapport.core.pages import formats
from rapport.core.pages.inplace import Current, Options, Place
from rapport.core.sentences import NOT_A_DATE, YEARS
from rapport.touchpoints.tasks import actions
from rapport.touchpoints.tasks.lists import DUE, STATUS, TASKS
from rapport.touchpoints.tasks.models import Priority, Task
from rapport.touchpoints.tasks.plan import UnknownPriority, plan_of
from rapport.touchpoints.tasks.queries import colleagues, task

Save = Callable[[str, int | None], object]


class NoSuchLane(Invalid):
    """A task becomes overdue by itself, when its day has passed. Move it to another day."""


def place_of(user: User, task_id: int, name: str, at: datetime) -> Place:
    """Return where a field of a task stands. Errors: Missing."""
    if name not in _FIELDS:
        raise Missing
    read, save, kind, options = _FIELDS[name]
    return Place(
        name=name,
        label=str(TASKS.by_name[name].label),
        url=reverse("tasks:field", args=[task_id, name]),
        read=lambda: _current(task(user, task_id), read),
        save=lambda value, version: save(user, task_id, value, version, at),
        logged=[("touchpoints_task", task_id)],
        type=kind,
        options=options(user, task_id) if options else None,
        hint=_("Some day") if name == "due_on" else "",
    )


def _current(row: Task, read: Callable[[Task], tuple[str, str]]) -> Current:
    return Current(*read(row), row.version)


def _read_day(row: Task) -> tuple[str, str]:
    return (row.due_on.isoformat(), formats.date(row.due_on)) if row.due_on else ("", "")


def _read_lane(row: Task) -> tuple[str, str]:
    today = timezone.localdate()
    key = "upcoming"
    if row.is_done:
        key = "done"
    elif row.due_on is None:
        key = "someday"
    elif row.due_on <= today:
        key = "today" if row.due_on == today else "overdue"
    return key, str(DUE[key])


def _read_priority(row: Task) -> tuple[str, str]:
    return str(row.priority), str(Priority(row.priority).label)


def _read_assignee(row: Task) -> tuple[str, str]:
    return str(row.assignee_id), row.assignee.name


def _read_status(row: Task) -> tuple[str, str]:
    key = "done" if row.is_done else "open"
    return key, str(dict(STATUS)[key])


def _save_day(user: User, task_id: int, value: str, version: int | None, at: datetime) -> object:
    try:
        day = date.fromisoformat(value) if value else None
    except ValueError:
        day = date.min
    if day is not None and day.year not in YEARS:
        raise Invalid(fields={"due_on": str(NOT_A_DATE)})
    return actions.reschedule_task(task_id, by=user, at=at, due_on=day, version=version)


def _save_lane(user: User, task_id: int, value: str, version: int | None, at: datetime) -> object:
    """Put a task on the day of its lane, upcoming begins tomorrow; what was done is then to be done again."""
    today = timezone.localdate()
    if value == _read_lane(task(user, task_id))[0]:
        return None
    days = {"today": today, "upcoming": today + timedelta(days=1), "someday": None}
    if value == "done":
        return actions.finish_task(task_id, by=user, at=at, version=version)
    if value not in days:
        raise NoSuchLane
    return actions.reschedule_task(
        task_id, by=user, at=at, due_on=days[value], version=version, reopen=True
    )


def _save_priority(
    user: User, task_id: int, value: str, version: int | None, at: datetime
) -> object:
    if value not in map(str, Priority.values):
        raise UnknownPriority
    plan = plan_of(task(user, task_id), priority=int(value))
    return actions.edit_task(task_id, plan, by=user, at=at, version=version)


def _save_assignee(
    user: User, task_id: int, value: str, _version: int | None, at: datetime
) -> object:
    key = int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0
    return actions.reassign_task(task_id, by=user, at=at, assignee_id=key)


def _save_status(user: User, task_id: int, value: str, version: int | None, at: datetime) -> object:
    verb = actions.finish_task if value == "done" else actions.reopen_task
    return verb(task_id, by=user, at=at, version=version)


def _lanes(user: User, task_id: int) -> Options:
    """Return where a task may be put: overdue it only is."""
    is_overdue = _read_lane(task(user, task_id))[0] == "overdue"
    return [one for one in DUE.items() if one[0] != "overdue" or is_overdue]


def _whom(user: User, _task_id: int) -> Options:
    return [(str(pk), who) for pk, who in colleagues(user, "touchpoints.reassign_task")]


_FIELDS: dict[str, tuple[Callable[[Task], tuple[str, str]], Any, str, Any]] = {
    "due_on": (_read_day, _save_day, "date", None),
    "due": (_read_lane, _save_lane, "text", _lanes),
    "priority": (
        _read_priority,
        _save_priority,
        "text",
        lambda *_: [(str(key), label) for key, label in Priority.choices],
    ),
    "assignee": (_read_assignee, _save_assignee, "text", _whom),
    "status": (_read_status, _save_status, "text", lambda *_: STATUS),
}
