"""What imports tell."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class ImportQueued(Event, subject="run_id"):
    """A file waits to be imported, or tried."""

    run_id: int


@dataclass(frozen=True, kw_only=True)
class RowsImported(Event, subject="run_id"):
    """A batch of a file's rows was written."""

    run_id: int
    kind: str
    created: int
    updated: int


@dataclass(frozen=True, kw_only=True)
class ImportEnded(Event, subject="run_id"):
    """An import came to its end: done, failed or cancelled."""

    run_id: int
    state: str


@dataclass(frozen=True, kw_only=True)
class ImportUndoAsked(Event, subject="run_id"):
    """Somebody wants everything of an import taken back."""

    run_id: int


@dataclass(frozen=True, kw_only=True)
class ImportUndone(Event, subject="run_id"):
    """What an import wrote was taken back, except what was edited since."""

    run_id: int
    restored: int
    refused: int
