"""What a party is found by. Pure: a plain row in, an index entry out, so that another process can do it for a million."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from rapport.core.search.kinds import Entry
from rapport.core.search.tokens import (
    email_tokens,
    number_tokens,
    person_tokens,
    phone_tokens,
    text_tokens,
    title_tokens,
)

BY_GENDER = {"male": "mr", "female": "ms"}


class Place(NamedTuple):
    """Where somebody works: the company's names, her title there, and whether it is her first place."""

    name: str
    latin_name: str
    title: str
    is_primary: bool


class Contact(NamedTuple):
    """A way to reach somebody: normalized, and as it was typed."""

    channel: str
    value: str
    raw: str


class PartyRow(NamedTuple):
    """A person or an organization, as the index reads it."""

    id: int
    kind: str
    display_name: str
    latin_name: str
    city: str
    owner_id: int
    touched_at: datetime | None
    sort_key: str = ""
    family: str = ""
    honorific: str = ""
    gender: str = ""
    legal_name: str = ""
    domains: tuple[str, ...] | list[str] = ()
    contacts: tuple[Contact, ...] | list[Contact] = ()
    places: tuple[Place, ...] | list[Place] = ()
    numbers: tuple[str, ...] | list[str] = ()
    words: tuple[str, ...] | list[str] = ()


def entry_of(party: PartyRow) -> Entry:
    """Return the entry of a party; her first place of work is shown, every running one is found by."""
    tokens = _name_tokens(party) | text_tokens(party.latin_name) | text_tokens(party.city)
    for contact in party.contacts:
        tokens |= _contact_tokens(contact)
    for place in party.places:
        tokens |= text_tokens(place.name) | text_tokens(place.latin_name)
    for number in party.numbers:
        tokens |= number_tokens(number)
    for word in party.words:
        tokens |= text_tokens(word)
    return Entry(
        kind=party.kind,
        object_id=party.id,
        title=party.display_name,
        subtitle=" · ".join(filter(None, [party.latin_name, _place(party) or party.city])),
        party_id=party.id,
        owner_id=party.owner_id,
        touched_at=party.touched_at,
        sort_key=party.sort_key,
        tokens=tokens,
    )


def _name_tokens(party: PartyRow) -> set[str]:
    if party.kind == "person":
        honorific = party.honorific or BY_GENDER.get(party.gender, "")
        return person_tokens(party.display_name, family=party.family, honorific=honorific)
    tokens = title_tokens(party.display_name) | text_tokens(party.legal_name)
    for domain in party.domains:
        tokens |= text_tokens(domain)
    return tokens


def _contact_tokens(contact: Contact) -> set[str]:
    if contact.channel == "phone":
        return phone_tokens(contact.value)
    return email_tokens(contact.value) if contact.channel == "email" else text_tokens(contact.raw)


def _place(party: PartyRow) -> str:
    shown = next((place for place in party.places if place.is_primary), None)
    return " · ".join(filter(None, [shown.name, shown.title])) if shown else ""
