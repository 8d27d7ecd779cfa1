"""What happens to interactions."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class InteractionEvent(Event, subject="interaction_id", party="party_id"):
    """What happens to one contact, and with whom it was."""

    interaction_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class InteractionLogged(InteractionEvent):
    """A contact with a customer was written down."""

    channel: str
    direction: str
    reason: str


class InteractionEdited(InteractionEvent):
    """What was written about a contact was corrected."""


class ComplaintOpened(InteractionEvent):
    """A customer complained, or the complaint was taken up again."""


class ComplaintResolved(InteractionEvent):
    """A complaint was answered to the end."""


class InteractionTrashed(InteractionEvent):
    """A contact was moved to the trash."""


class InteractionRestored(InteractionEvent):
    """A contact came back from the trash."""
