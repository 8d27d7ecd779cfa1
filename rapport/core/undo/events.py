"""What undo tells."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class Undone(Event, subject=""):
    """A group of changes was taken back, all or in part."""

    group: str
    cause: str
    restored: int
    refused: int
