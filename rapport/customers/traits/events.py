"""What analysis finds out."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class TraitsSet(Event, subject=""):
    """Findings were written for many parties at once."""

    names: list[str]
    count: int
    model_version: str
