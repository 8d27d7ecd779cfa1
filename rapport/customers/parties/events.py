"""What happens to parties, whatever they are."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class LifecycleChanged(Event, subject="party_id", party="party_id"):
    """A party became a prospect, a customer, or a former customer."""

    party_id: int
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class LifecyclesChanged(Event, subject=""):
    """Parties became prospects, customers or former customers; one event for all that became so at once."""

    party_ids: list[int]
    after: str


@dataclass(frozen=True, kw_only=True)
class PartiesAssigned(Event, subject=""):
    """Parties got another owner; one event for all that were given at once."""

    party_ids: list[int]
    owner_id: int


@dataclass(frozen=True, kw_only=True)
class PartiesTrashed(Event, subject=""):
    """Parties were moved to the trash."""

    party_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class PartiesRestored(Event, subject=""):
    """Parties came back from the trash."""

    party_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class PartyShared(Event, subject="party_id", party="party_id"):
    """A party is shown to a colleague or a team besides its owner."""

    party_id: int
    user_id: int | None
    team_id: int | None
    can_change: bool


@dataclass(frozen=True, kw_only=True)
class PartyUnshared(Event, subject="party_id", party="party_id"):
    """A party is no longer shown to a colleague or a team."""

    party_id: int
    user_id: int | None
    team_id: int | None
