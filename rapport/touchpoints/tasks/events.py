"""What happens to tasks."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class TaskEvent(Event, subject="task_id", party="party_id"):
    """What happens to one task, and for whom it is."""

    task_id: int
    party_id: int | None


@dataclass(frozen=True, kw_only=True)
class TaskCreated(TaskEvent):
    """Something to do was written down."""

    assignee_id: int


class TaskEdited(TaskEvent):
    """A task was changed."""


class TaskFinished(TaskEvent):
    """A task was done."""


class TaskReopened(TaskEvent):
    """A task is to be done after all."""


@dataclass(frozen=True, kw_only=True)
class TaskReassigned(TaskEvent):
    """A task was given to another colleague."""

    assignee_id: int


class TaskTrashed(TaskEvent):
    """A task was moved to the trash."""


class TaskRestored(TaskEvent):
    """A task came back from the trash."""


@dataclass(frozen=True, kw_only=True)
class TasksEvent(Event, subject=""):
    """What happens to many tasks at once, and to whose customers."""

    task_ids: list[int]
    party_ids: list[int]


class TasksCreated(TasksEvent):
    """The same to do was written down for many customers at once."""


class TasksEdited(TasksEvent):
    """Many tasks were changed at once."""


class TasksFinished(TasksEvent):
    """Many tasks were done at once."""


@dataclass(frozen=True, kw_only=True)
class TasksReassigned(TasksEvent):
    """Many tasks were given to one colleague at once."""

    assignee_id: int


# all of them, as a part of a page names what it is shown anew for
TOLD = (
    "TaskCreated,TasksCreated,TaskEdited,TasksEdited,TaskFinished,TasksFinished,TaskReopened,"
    "TaskReassigned,TasksReassigned,TaskTrashed,TaskRestored"
)
