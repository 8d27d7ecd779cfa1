"""What happens to people's data at their own wish."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonRestricted(Event, subject="party_id", party="party_id"):
    """A person's data are kept only: no mails, no automations, no bulk changes."""

    party_id: int


@dataclass(frozen=True, kw_only=True)
class RestrictionLifted(Event, subject="party_id", party="party_id"):
    """A person's data may be worked with again."""

    party_id: int


@dataclass(frozen=True, kw_only=True)
class PersonDisclosed(Event, subject="party_id", party="party_id"):
    """A file with all that is held of a person was handed out."""

    party_id: int


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event, subject="party_id", party="party_id"):
    """All that told who a person is was erased; what others wrote of her is still looked through."""

    party_id: int
    erasure_id: int


@dataclass(frozen=True, kw_only=True)
class PrivacyRequestLogged(Event, subject="request_id", party="party_id"):
    """Somebody asked about her data."""

    request_id: int
    party_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class PrivacyRequestClosed(Event, subject="request_id", party="party_id"):
    """Somebody who asked about her data was answered, or refused with a reason."""

    request_id: int
    party_id: int
    state: str
