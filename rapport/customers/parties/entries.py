"""How people and companies stand in the search index, and keeping them there in step with every write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rapport.core.search.actions import remove_entries, write_entries
from rapport.core.search.kinds import Entry
from rapport.core.search.tokens import (
    email_tokens,
    number_tokens,
    person_tokens,
    phone_tokens,
    text_tokens,
    title_tokens,
)
from rapport.customers.parties.models import ExternalRef, Kind, Party

BY_GENDER = {"male": "mr", "female": "ms"}


@dataclass
class Words:
    """What a party is found by besides its name."""

    tokens: set[str] = field(default_factory=set)
    place: str = ""


def index(party_ids: Sequence[int]) -> None:
    """Write the index entries of these parties anew, in the caller's transaction; those in the trash have none."""
    entries = [*entries_of(party_ids, Kind.PERSON), *entries_of(party_ids, Kind.ORGANIZATION)]
    write_entries(entries)
    gone = set(party_ids) - {entry.object_id for entry in entries}
    if gone:
        for kind in Kind.values:
            remove_entries(kind, list(gone))


def index_new(party: Party, contacts: Iterable[tuple[str, str, str]]) -> None:
    """Write the entry of a party that was added just now, from what is in hand: (channel, value, as typed)."""
    words = Words()
    for channel, value, raw in contacts:
        words.tokens |= _contact_tokens(channel, value, raw)
    write_entries([_entry(party, words)])


def person_entries(party_ids: Sequence[int]) -> Iterator[Entry]:
    """Build the entries of people."""
    return entries_of(party_ids, Kind.PERSON)


def organization_entries(party_ids: Sequence[int]) -> Iterator[Entry]:
    """Build the entries of companies."""
    return entries_of(party_ids, Kind.ORGANIZATION)


def entries_of(party_ids: Sequence[int], kind: str) -> Iterator[Entry]:
    """Build the entries of the parties of one kind. Five queries for any number."""
    kept = Party.objects.kept().filter(pk__in=party_ids, kind=kind)
    parties = list(kept.select_related("person", "organization"))
    ids = [party.pk for party in parties]
    words = _contact_words(ids)
    if kind == Kind.PERSON:
        _add_places(ids, words)
    _add_accounts(ids, words)
    _add_numbers_elsewhere(ids, words)
    for party in parties:
        yield _entry(party, words[party.pk])


def _entry(party: Party, words: Words) -> Entry:
    return Entry(
        kind=party.kind,
        object_id=party.pk,
        title=party.display_name,
        subtitle=" · ".join(filter(None, [party.latin_name, words.place or party.city])),
        party_id=party.pk,
        owner_id=party.owner_id,
        touched_at=party.last_touch_at,
        tokens=_name_tokens(party) | words.tokens | text_tokens(party.city),
    )


def _name_tokens(party: Party) -> set[str]:
    tokens = text_tokens(party.latin_name)
    if party.kind == Kind.PERSON:
        person = party.person
        honorific = person.honorific or BY_GENDER.get(person.gender, "")
        return tokens | person_tokens(party.display_name, family=person.family, honorific=honorific)
    organization = party.organization
    tokens |= title_tokens(party.display_name) | text_tokens(organization.legal_name)
    for domain in organization.domains:
        tokens |= text_tokens(domain)
    return tokens


def _contact_words(ids: list[int]) -> defaultdict[int, Words]:
    words: defaultdict[int, Words] = defaultdict(Words)
    points = Party.objects.filter(pk__in=ids, contact_points__removed_at=None)
    for pk, channel, value, raw in points.values_list(
        "pk", "contact_points__channel", "contact_points__normalized", "contact_points__raw"
    ):
        if channel is not None:
            words[pk].tokens |= _contact_tokens(channel, value, raw)
    return words


def _contact_tokens(channel: str, value: str, raw: str) -> set[str]:
    if channel == "phone":
        return phone_tokens(value)
    return email_tokens(value) if channel == "email" else text_tokens(raw)


def _add_places(ids: list[int], words: defaultdict[int, Words]) -> None:
    """Add where people work: the primary place is shown, every running one is found by."""
    places = Party.objects.filter(
        pk__in=ids,
        person__affiliations__until=None,
        person__affiliations__organization__party__trashed_at=None,
    )
    for pk, title, is_primary, name, latin in places.values_list(
        "pk",
        "person__affiliations__title",
        "person__affiliations__is_primary",
        "person__affiliations__organization__party__display_name",
        "person__affiliations__organization__party__latin_name",
    ):
        if name:
            words[pk].tokens |= text_tokens(name) | text_tokens(latin)
            if is_primary:
                words[pk].place = " · ".join(filter(None, [name, title]))


def _add_accounts(ids: list[int], words: defaultdict[int, Words]) -> None:
    accounts = Party.objects.filter(pk__in=ids, accounts__isnull=False)
    for pk, number in accounts.values_list("pk", "accounts__number"):
        words[pk].tokens |= number_tokens(number)


def _add_numbers_elsewhere(ids: list[int], words: defaultdict[int, Words]) -> None:
    """Add the numbers under which other systems know a party."""
    for pk, key in ExternalRef.objects.filter(party__in=ids).values_list("party_id", "key"):
        words[pk].tokens |= number_tokens(key)
