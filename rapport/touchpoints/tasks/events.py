"""What happens to tasks."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class TaskCreated(Event, subject="task_id", party="party_id"):
    """Something to do was written down."""

    task_id: int
    party_id: int | None
    assignee_id: int


@dataclass(frozen=True, kw_only=True)
class TaskEdited(Event, subject="task_id", party="party_id"):
    """A task was changed."""

    task_id: int
    party_id: int | None


@dataclass(frozen=True, kw_only=True)
class TaskFinished(Event, subject="task_id", party="party_id"):
    """A task was done."""

    task_id: int
    party_id: int | None


@dataclass(frozen=True, kw_only=True)
class TaskReopened(Event, subject="task_id", party="party_id"):
    """A task is to be done after all."""

    task_id: int
    party_id: int | None


@dataclass(frozen=True, kw_only=True)
class TaskReassigned(Event, subject="task_id", party="party_id"):
    """A task was given to another colleague."""

    task_id: int
    party_id: int | None
    assignee_id: int


@dataclass(frozen=True, kw_only=True)
class TaskTrashed(Event, subject="task_id", party="party_id"):
    """A task was moved to the trash."""

    task_id: int
    party_id: int | None


@dataclass(frozen=True, kw_only=True)
class TaskRestored(Event, subject="task_id", party="party_id"):
    """A task came back from the trash."""

    task_id: int
    party_id: int | None
