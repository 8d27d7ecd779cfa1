"""What happens when records are merged."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class PartiesMerged(Event, subject="merge_id", party="survivor_id"):
    """Several people or companies became one: all that belonged to `loser_ids` belongs to the survivor."""

    merge_id: int
    kind: str
    survivor_id: int
    loser_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class PartiesUnmerged(Event, subject="merge_id", party="survivor_id"):
    """A merge was undone: the losers are back with what was theirs."""

    merge_id: int
    kind: str
    survivor_id: int
    loser_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class HouseholdsMerged(Event, subject="merge_id", party="head_id"):
    """Several households became one."""

    merge_id: int
    household_id: int
    loser_ids: list[int]
    head_id: int


@dataclass(frozen=True, kw_only=True)
class HouseholdsUnmerged(Event, subject="merge_id", party="head_id"):
    """A merge of households was undone."""

    merge_id: int
    household_id: int
    loser_ids: list[int]
    head_id: int
