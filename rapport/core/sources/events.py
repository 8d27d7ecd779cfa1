"""What import sources tell."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class SourceAsked(Event, subject="source_id"):
    """A source is to be read now: it was due, or somebody asked."""

    source_id: int


@dataclass(frozen=True, kw_only=True)
class SourceChanged(Event, subject="source_id"):
    """A source was made, edited, paused, or goes on."""

    source_id: int
    label: str


@dataclass(frozen=True, kw_only=True)
class SourceRemoved(Event, subject="source_id"):
    """A source is read no more."""

    source_id: int
    label: str
