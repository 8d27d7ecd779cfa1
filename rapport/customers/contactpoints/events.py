"""What happens to numbers and addresses."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class ContactPointAdded(Event, subject="contact_point_id", party="party_id"):
    """A party can be reached in one more way."""

    contact_point_id: int
    party_id: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class ContactPointEdited(Event, subject="contact_point_id", party="party_id"):
    """A number or address was corrected, relabelled or made the primary one."""

    contact_point_id: int
    party_id: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class ContactPointVerified(Event, subject="contact_point_id", party="party_id"):
    """Somebody made sure that a number or address leads to the party."""

    contact_point_id: int
    party_id: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class ContactPointBounced(Event, subject="contact_point_id", party="party_id"):
    """A number or address turned out to lead nowhere."""

    contact_point_id: int
    party_id: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class ContactPointRemoved(Event, subject="contact_point_id", party="party_id"):
    """A number or address is no longer used."""

    contact_point_id: int
    party_id: int
    channel: str
