"""What happens to layouts."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class PageArranged(Event, subject="layout_id"):
    """The page or form of a kind of record was arranged for a role or for everybody, or is as shipped again."""

    layout_id: int
    sheet: str
