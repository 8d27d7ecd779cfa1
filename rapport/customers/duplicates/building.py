"""Records as the engine compares them, made of plain rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from rapport.core.search.tokens import fold, squeezed
from rapport.customers.duplicates.columns import Column, Ints, Records, Words
from rapport.customers.duplicates.values import (
    company_name,
    household_name,
    local_part,
    number,
    own_domain,
    person_name,
    sound,
)

Places = Sequence[int] | Ints
Several = tuple[Places, Sequence[str]]  # places of records, and a value of each
NOTHING: Several = ((), ())


@dataclass
class Ways:
    """How the records are reached: values with the place of the record each belongs to."""

    phones: Several = NOTHING
    emails: Several = NOTHING
    wechats: Several = NOTHING
    streets: Several = NOTHING
    cities: Several = NOTHING
    postcodes: Several = NOTHING
    sites: Several = NOTHING


@dataclass
class PeopleRows:
    """People: their keys in ascending order, and what they are compared by."""

    ids: Places
    families: Sequence[str]
    givens: Sequence[str]
    born: Sequence[str]  # yyyymmdd
    ways: Ways = field(default_factory=Ways)
    companies: Several = NOTHING
    numbers: Several = NOTHING


@dataclass
class OrganizationRows:
    """Companies: names is legal, short and Latin name with the place of the company each belongs to."""

    ids: Places
    names: Several
    numbers: Several = NOTHING
    domains: Several = NOTHING
    ways: Ways = field(default_factory=Ways)


@dataclass
class HouseholdRows:
    """Households with the names and the ways of their members."""

    ids: Places
    names: Sequence[str]
    members: Several = NOTHING
    ways: Ways = field(default_factory=Ways)


def people(rows: PeopleRows) -> Records:
    """Return people as the engine compares them."""
    count = len(rows.ids)
    names = [person_name(*both) for both in zip(rows.families, rows.givens, strict=True)]
    heard = [(sound(family, is_name=True), sound(given)) for family, given in names]
    text, sounds = Words(), Words()
    columns = {
        "family": text.single(family for family, _given in names),
        "given": text.single(given for _family, given in names),
        "family_sound": sounds.single(family for family, _given in heard),
        "given_sound": sounds.single(given for _family, given in heard),
        "whole": Words().single(" ".join(sorted(both)) if all(both) else "" for both in heard),
        "family_start": Words().single(family[:2] for family, _given in heard),
        "given_start": Words().single(given[:2] for _family, given in heard),
        "born_on": Words().single(rows.born),
        "turned_day": Words().single(
            day[:4] + "".join(sorted((day[4:6], day[6:8]))) for day in rows.born
        ),
        "company": Words().several(count, *rows.companies),
        "number": Words().several(count, rows.numbers[0], map(number, rows.numbers[1])),
        "local": Words().several(count, rows.ways.emails[0], map(local_part, rows.ways.emails[1])),
    }
    initials = [sorted({one[:1] for one in both if one}) for both in heard]
    flat = [(place, letter) for place, letters in enumerate(initials) for letter in letters]
    columns["initial"] = Words().several(
        count, [p for p, _ in flat], [letter for _, letter in flat]
    )
    return Records(np.asarray(rows.ids, dtype=np.int64), columns | _ways(count, rows.ways))


def organizations(rows: OrganizationRows) -> Records:
    """Return companies as the engine compares them."""
    count = len(rows.ids)
    places, typed = rows.names
    cores = [company_name(one) for one in typed]
    sounds = [sound(one) for one in cores]
    sites = [
        own_domain(one) for one in (*rows.domains[1], *rows.ways.sites[1], *rows.ways.emails[1])
    ]
    owners = [*rows.domains[0], *rows.ways.sites[0], *rows.ways.emails[0]]
    columns = {
        "name": Words().several(count, places, cores),
        "sound": Words().several(count, places, sounds),
        "start": Words().several(count, places, [one[:5] for one in sounds]),
        "number": Words().several(count, rows.numbers[0], map(number, rows.numbers[1])),
        "domain": Words().several(count, owners, sites),
    }
    return Records(np.asarray(rows.ids, dtype=np.int64), columns | _ways(count, rows.ways))


def households(rows: HouseholdRows) -> Records:
    """Return households as the engine compares them."""
    count = len(rows.ids)
    cores = [household_name(one) for one in rows.names]
    heard = [sound(one, is_name=True) for one in cores]
    members = [sound(squeezed(fold(one)), is_name=True) for one in rows.members[1]]
    everybody = range(count)
    columns = {
        "name": Words().several(count, everybody, cores),
        "sound": Words().several(count, everybody, heard),
        "member": Words().several(count, rows.members[0], members),
    }
    return Records(np.asarray(rows.ids, dtype=np.int64), columns | _ways(count, rows.ways))


def _ways(count: int, ways: Ways) -> dict[str, Column]:
    return {
        "phone": Words().several(count, *ways.phones),
        "email": Words().several(count, *ways.emails),
        "wechat": Words().several(count, *ways.wechats),
        "street": Words().several(count, ways.streets[0], map(_plain, ways.streets[1])),
        "city": Words().several(count, ways.cities[0], map(sound, ways.cities[1])),
        "postcode": Words().several(count, *ways.postcodes),
    }


def _plain(texts: str) -> str:
    return squeezed(fold(texts))
