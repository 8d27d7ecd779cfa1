"""How people and companies stand in the search index, and keeping them there in step with every write."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from rapport.core.customfields.finding import searched_words
from rapport.core.search.actions import remove_entries, write_entries
from rapport.customers.parties.models import Kind, Party
from rapport.customers.parties.wording import Contact, PartyRow, Place, entry_of

PARTIES = """
SELECT p.id, p.kind, p.display_name, p.latin_name, p.city, p.owner_id, p.last_touch_at, p.sort_key, coalesce(h.family, ''),
  coalesce(h.honorific, ''), coalesce(h.gender, ''), coalesce(o.legal_name, ''), coalesce(o.domains, '{}'), p.custom::text
FROM customers_party p LEFT JOIN customers_person h ON h.party_id = p.id
LEFT JOIN customers_organization o ON o.party_id = p.id
WHERE p.id = ANY(%s) AND p.kind = ANY(%s) AND p.trashed_at IS NULL"""
CONTACTS = """
SELECT party_id, channel, normalized, raw FROM customers_contactpoint
WHERE party_id = ANY(%s) AND removed_at IS NULL"""
PLACES = """
SELECT a.person_id, p.display_name, p.latin_name, a.title, a.is_primary
FROM customers_affiliation a JOIN customers_party p ON p.id = a.organization_id
WHERE a.person_id = ANY(%s) AND a.until IS NULL AND p.trashed_at IS NULL"""
NUMBERS = """
SELECT party_id, number FROM customers_account WHERE party_id = ANY(%(ids)s)
UNION ALL SELECT party_id, key FROM customers_externalref WHERE party_id = ANY(%(ids)s)"""


def index(party_ids: Sequence[int]) -> None:
    """Write the index entries of these parties anew, in the caller's transaction; those in the trash have none."""
    entries = [entry_of(row) for row in _rows(party_ids, Kind.values)]
    write_entries(entries)
    gone = set(party_ids) - {entry.object_id for entry in entries}
    if gone:
        for kind in Kind.values:
            remove_entries(kind, list(gone))


def index_new(party: Party, contacts: Iterable[tuple[str, str, str]]) -> None:
    """Write the entry of a party that was added just now, from what is in hand: (channel, value, as typed)."""
    row = PartyRow(
        id=party.pk,
        kind=party.kind,
        display_name=party.display_name,
        latin_name=party.latin_name,
        city=party.city,
        owner_id=party.owner_id,
        touched_at=party.last_touch_at,
        sort_key=party.sort_key,
        contacts=[Contact(*contact) for contact in contacts],
        words=searched_words([party.kind])[party.kind](json.dumps(party.custom)),
    )
    if party.is_person:
        person = party.person
        row = row._replace(family=person.family, honorific=person.honorific, gender=person.gender)
    else:
        organization = party.organization
        row = row._replace(legal_name=organization.legal_name, domains=organization.domains)
    write_entries([entry_of(row)])


def person_rows(party_ids: Sequence[int]) -> list[PartyRow]:
    """Read people as the index words them."""
    return _rows(party_ids, [Kind.PERSON])


def organization_rows(party_ids: Sequence[int]) -> list[PartyRow]:
    """Read companies as the index words them."""
    return _rows(party_ids, [Kind.ORGANIZATION])


def _rows(party_ids: Sequence[int], kinds: Sequence[str]) -> list[PartyRow]:
    """Read parties with all they are found by: five queries for any number."""
    parties = _fetch(PARTIES, [list(party_ids), list(kinds)])
    ids = [party[0] for party in parties]
    contacts, places, numbers = defaultdict(list), defaultdict(list), defaultdict(list)
    for pk, *contact in _fetch(CONTACTS, [ids]):
        contacts[pk].append(Contact(*contact))
    for pk, *place in _fetch(PLACES, [ids]):
        places[pk].append(Place(*place))
    for pk, number in _fetch(NUMBERS, {"ids": ids}):
        numbers[pk].append(number)
    words = searched_words([str(kind) for kind in kinds])
    return [
        PartyRow._make(
            (*one, contacts[one[0]], places[one[0]], numbers[one[0]], words[one[1]](custom))
        )
        for *one, custom in parties
    ]


def _fetch(sql: str, values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
