"""What customers allow and forbid."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event, subject="contact_point_id", party="party_id"):
    """A customer allowed us to use a number or address for a purpose."""

    contact_point_id: int
    party_id: int
    purpose: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event, subject="contact_point_id", party="party_id"):
    """A customer forbade us to use a number or address for a purpose."""

    contact_point_id: int
    party_id: int
    purpose: str


@dataclass(frozen=True, kw_only=True)
class AddressSuppressed(Event, subject="", party=""):
    """An address is blocked for good; only its keyed hash is known."""

    digest: str
