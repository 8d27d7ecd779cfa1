"""Reading records as the engine compares them: all of a kind, or some of them. By SQL, for it may be a million."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection, transaction

from rapport.core.records import keys
from rapport.customers.duplicates import building
from rapport.customers.duplicates.building import (
    HouseholdRows,
    OrganizationRows,
    PeopleRows,
    Several,
    Ways,
)
from rapport.customers.duplicates.columns import Ints, Records
from rapport.customers.duplicates.models import Kind

PORTION = 20_000
PEOPLE = """SELECT p.id, h.family, h.given, coalesce(to_char(h.born_on, 'YYYYMMDD'), ''), p.city
FROM customers_person h JOIN customers_party p ON p.id = h.party_id
WHERE p.trashed_at IS NULL AND p.merged_into_id IS NULL AND {those} ORDER BY p.id"""
ORGANIZATIONS = """SELECT p.id, o.legal_name, o.trade_name, p.latin_name, o.tax_id, o.domains, p.city
FROM customers_organization o JOIN customers_party p ON p.id = o.party_id
WHERE p.trashed_at IS NULL AND p.merged_into_id IS NULL AND {those} ORDER BY p.id"""
HOUSEHOLDS = """SELECT p.id, p.name, '' FROM customers_household p
JOIN customers_party h ON h.id = p.head_id
WHERE h.trashed_at IS NULL AND h.merged_into_id IS NULL AND {those} ORDER BY p.id"""
MEMBERS = """SELECT p.household_id, m.display_name, m.city FROM customers_member p
JOIN customers_party m ON m.id = p.person_id WHERE m.trashed_at IS NULL AND {those}"""
CONTACTS = """SELECT p.party_id, p.channel, p.normalized || CASE p.extension WHEN '' THEN '' ELSE '#' || p.extension END,
  p.street, p.city, p.postcode
FROM customers_contactpoint p WHERE p.removed_at IS NULL AND {those}"""
CONTACTS_OF_MEMBERS = """SELECT m.household_id, p.channel, p.normalized, p.street, p.city, p.postcode
FROM customers_member m JOIN customers_contactpoint p ON p.party_id = m.person_id
WHERE p.removed_at IS NULL AND {those}"""
COMPANIES = """SELECT p.person_id, p.organization_id::text FROM customers_affiliation p
WHERE p.until IS NULL AND {those}"""

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Draft:
    """A record that is being typed: what is known of it so far, by the names of the forms' fields."""

    kind: str
    family: str = ""
    given: str = ""
    names: tuple[str, ...] = ()
    born_on: str = ""
    tax_id: str = ""
    domains: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    wechats: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    streets: tuple[str, ...] = ()
    company: str = ""


def read(kind: str, ids: Collection[int] | None = None, draft: Draft | None = None) -> Records:
    """Return the kept records of a kind as the engine compares them; a draft, whose key is 0, stands before all others."""
    if ids is not None:
        return READ[kind](ids, draft)
    with transaction.atomic():  # all of them come through a cursor of the server's
        return READ[kind](None, draft)


def _people(ids: Collection[int] | None, draft: Draft | None) -> Records:
    rows = _all(PEOPLE, "p.id", ids)
    if draft:
        rows.insert(0, (0, draft.family, draft.given, draft.born_on, next(iter(draft.cities), "")))
    place = _places(rows)
    ways = _ways(place, CONTACTS, "p.party_id", ids, _towns(rows, 4))
    companies = _several(place, _each(COMPANIES, "p.person_id", ids), 1)
    if draft:
        _add_draft(ways, draft)
        companies = _with(companies, (draft.company,))
    return building.people(
        PeopleRows(
            ids=place,
            families=[row[1] for row in rows],
            givens=[row[2] for row in rows],
            born=[row[3] for row in rows],
            ways=ways,
            companies=companies,
        )
    )


def _organizations(ids: Collection[int] | None, draft: Draft | None) -> Records:
    rows = _all(ORGANIZATIONS, "p.id", ids)
    if draft:
        legal, trade, latin = (*draft.names, "", "", "")[:3]
        city = next(iter(draft.cities), "")
        rows.insert(0, (0, legal, trade, latin, draft.tax_id, list(draft.domains), city))
    place = _places(rows)
    ways = _ways(place, CONTACTS, "p.party_id", ids, _towns(rows, 6))
    if draft:
        _add_draft(ways, draft)
    return building.organizations(
        OrganizationRows(
            ids=place,
            names=_flat(
                (number, row[column]) for number, row in enumerate(rows) for column in (1, 2, 3)
            ),
            numbers=_flat((number, row[4]) for number, row in enumerate(rows)),
            domains=_flat((number, one) for number, row in enumerate(rows) for one in row[5]),
            ways=ways,
        )
    )


def _households(ids: Collection[int] | None, draft: Draft | None) -> Records:
    rows = _all(HOUSEHOLDS, "p.id", ids)
    place = _places(rows)
    members = list(_each(MEMBERS, "p.household_id", ids))
    towns = _several(place, ((one, city) for one, _name, city in members), 1)
    ways = _ways(place, CONTACTS_OF_MEMBERS, "m.household_id", ids, towns)
    return building.households(
        HouseholdRows(
            ids=place,
            names=[row[1] for row in rows],
            members=_several(place, members, 1),
            ways=ways,
        )
    )


READ: Mapping[str, Callable[[Collection[int] | None, Draft | None], Records]] = {
    Kind.PERSON: _people,
    Kind.ORGANIZATION: _organizations,
    Kind.HOUSEHOLD: _households,
}


def _each(sql: str, column: str, ids: Collection[int] | None) -> Iterator[Row]:
    """Go through the rows of all records, or of these; many come by portions."""
    if ids is not None:
        if not ids:
            return
        with connection.cursor() as cursor:
            cursor.execute(sql.format(those=f"{column} = ANY(%s::bigint[])"), [keys(ids)])
            yield from cursor.fetchall()
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql.format(those="true"))
        while portion := cursor.fetchmany(PORTION):
            yield from portion


def _all(sql: str, column: str, ids: Collection[int] | None) -> list[Row]:
    return list(_each(sql, column, ids))


def _places(rows: list[Row]) -> Ints:
    return np.fromiter((row[0] for row in rows), dtype=np.int64, count=len(rows))


def _flat(both: Iterator[tuple[int, str]]) -> Several:
    rows, texts = [], []
    for row, text in both:
        if text:
            rows.append(row)
            texts.append(text)
    return rows, texts


def _towns(rows: list[Row], column: int) -> Several:
    return _flat((number, row[column]) for number, row in enumerate(rows))


def _several(place: Ints, rows: Iterator[Row] | list[Row] | Any, column: int) -> Several:
    """Return one column of rows that begin with a record's key, each by the place of its record."""
    owners, texts = [], []
    for row in rows:
        if row[column]:
            owners.append(row[0])
            texts.append(row[column])
    return _known(place, owners, texts)


def _known(place: Ints, owners: list[int], texts: list[str]) -> Several:
    """Keep what belongs to a record that is compared."""
    found = np.asarray(owners, dtype=np.int64)
    at = np.searchsorted(place, found)
    kept = at < len(place)
    kept[kept] = place[at[kept]] == found[kept]
    if kept.all():
        return at, texts
    return at[kept], [texts[one] for one in np.flatnonzero(kept).tolist()]


CHANNELS = {"phone": "phones", "email": "emails", "wechat": "wechats", "web": "sites"}


def _ways(place: Ints, sql: str, column: str, ids: Collection[int] | None, towns: Several) -> Ways:
    found: dict[str, tuple[list[int], list[str]]] = {
        name: ([], []) for name in (*CHANNELS.values(), "streets", "cities", "postcodes")
    }
    for owner, channel, value, street, city, postcode in _each(sql, column, ids):
        name = CHANNELS.get(channel)
        texts = (
            [(name, value)]
            if name
            else [("streets", street), ("cities", city), ("postcodes", postcode)]
        )
        for where, text in texts:
            if text:
                found[where][0].append(owner)
                found[where][1].append(text)
    known = {name: _known(place, *both) for name, both in found.items()}
    known["cities"] = _joined(known["cities"], towns)
    return Ways(**known)


def _joined(one: Several, other: Several) -> Several:
    return [*one[0], *other[0]], [*one[1], *other[1]]


def _with(known: Several, texts: tuple[str, ...]) -> Several:
    """Add values of the draft, whose place is the first."""
    filled = [text for text in texts if text]
    return _joined(known, ([0] * len(filled), filled))


def _add_draft(ways: Ways, draft: Draft) -> None:
    for name in ("phones", "emails", "wechats", "sites", "cities", "streets"):
        setattr(ways, name, _with(getattr(ways, name), getattr(draft, name)))
