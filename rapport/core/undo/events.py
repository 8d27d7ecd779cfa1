"""What undo tells."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class Undone(Event, subject="", party="party_id"):
    """A group of changes was taken back, all or in part."""

    group: str
    party_id: int | None = None  # when it was all about one customer
    cause: str
    restored: int
    refused: int
