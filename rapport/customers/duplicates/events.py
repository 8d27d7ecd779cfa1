"""What the search for duplicates tells."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class DuplicatesSought(Event, subject="run_id"):
    """Somebody, or the clock, wants all records of a kind searched for duplicates."""

    run_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class MatchJudged(Event, subject=""):
    """Somebody said whether two records are the same."""

    kind: str
    first_id: int
    second_id: int
    verdict: str
