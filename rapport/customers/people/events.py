"""What happens to people."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class PersonCreated(Event, subject="person_id", party="person_id"):
    """We know one more person, and where she works if that was said at once."""

    person_id: int
    organization_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class PersonEdited(Event, subject="person_id", party="person_id"):
    """Something we know of a person was changed; `fields` says what."""

    person_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class PeopleEdited(Event, subject=""):
    """The same was changed of many people at once."""

    party_ids: list[int]
    fields: list[str]
