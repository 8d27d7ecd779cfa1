"""What happens between parties."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class PartiesRelated(Event, subject="relation_id", party="from_party_id"):
    """One party is something to another."""

    relation_id: int
    from_party_id: int
    to_party_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class RelationEnded(Event, subject="relation_id", party="from_party_id"):
    """One party is no longer something to another."""

    relation_id: int
    from_party_id: int
    to_party_id: int
    kind: str
