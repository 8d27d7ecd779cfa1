"""What happens to tags."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class PartiesTagged(Event, subject=""):
    """Parties got a tag."""

    party_ids: list[int]
    tag_id: int


@dataclass(frozen=True, kw_only=True)
class PartiesUntagged(Event, subject=""):
    """Parties lost a tag."""

    party_ids: list[int]
    tag_id: int
