"""What happens to interactions."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class InteractionLogged(Event, subject="interaction_id", party="party_id"):
    """A contact with a customer was written down."""

    interaction_id: int
    party_id: int
    channel: str
    direction: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class InteractionEdited(Event, subject="interaction_id", party="party_id"):
    """What was written about a contact was corrected."""

    interaction_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class ComplaintOpened(Event, subject="interaction_id", party="party_id"):
    """A customer complained, or the complaint was taken up again."""

    interaction_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class ComplaintResolved(Event, subject="interaction_id", party="party_id"):
    """A complaint was answered to the end."""

    interaction_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class InteractionTrashed(Event, subject="interaction_id", party="party_id"):
    """A contact was moved to the trash."""

    interaction_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class InteractionRestored(Event, subject="interaction_id", party="party_id"):
    """A contact came back from the trash."""

    interaction_id: int
    party_id: int
