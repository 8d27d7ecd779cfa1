"""What bulk verbs tell."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class BulkQueued(Event, subject="run_id"):
    """Many rows wait to be changed in the background."""

    run_id: int


@dataclass(frozen=True, kw_only=True)
class BulkAdvanced(Event, subject="run_id"):
    """A bulk verb, or the taking back of one, went on by a slice or came to its end."""

    run_id: int


@dataclass(frozen=True, kw_only=True)
class BulkUndoAsked(Event, subject="run_id"):
    """Somebody wants everything of a bulk verb taken back."""

    run_id: int
