"""What leaves the company's house is told."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class ListExported(Event, subject="export_id"):
    """A list was sent to somebody at once."""

    export_id: int
    list_name: str
    query: str


@dataclass(frozen=True, kw_only=True)
class ExportQueued(Event, subject="export_id"):
    """A long list is to be written in the background."""

    export_id: int
    list_name: str
    query: str
