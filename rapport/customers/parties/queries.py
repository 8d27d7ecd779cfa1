"""Reading parties: lists, what stands beside them, and who may see one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.query import QuerySet

from rapport.core.access.models import User, viewing_right
from rapport.core.access.queries import reach
from rapport.core.errors import Missing, Moved
from rapport.core.search.queries import Found, matching, search
from rapport.customers.parties.models import (
    ExternalRef,
    Kind,
    Party,
    PartyQuerySet,
    Share,
)

# Every list asks these for fifty rows; from tables of later topics, by SQL, for half of what the same costs by joins.
WAYS = """SELECT party_id, channel, normalized FROM customers_contactpoint
WHERE party_id = ANY(%s) AND removed_at IS NULL AND bounced_at IS NULL AND channel IN ('phone', 'email', 'wechat')
ORDER BY is_primary, id DESC"""
PLACES = """SELECT a.person_id, p.id, p.display_name, p.latin_name, a.title
FROM customers_affiliation a JOIN customers_party p ON p.id = a.organization_id
WHERE a.person_id = ANY(%s) AND a.is_primary AND a.until IS NULL"""


@dataclass(frozen=True)
class Reachable:
    """The first choices for reaching a party."""

    phone: str = ""
    email: str = ""
    wechat: str = ""


@dataclass(frozen=True)
class Employer:
    """Where a person works first of all."""

    id: int
    name: str
    latin: str
    title: str


def party_of(user: User, party_id: int, *, kind: str = "") -> Party:
    """Return a party that the user may see, with its owner. Errors: Missing, Moved when it was merged into another one."""
    found = Party.objects.visible_to(user).select_related("owner", "person", "organization")
    if kind:
        found = found.filter(kind=kind)
    party = found.filter(pk=party_id).first()
    if party is None:
        raise Missing
    if party.merged_into_id is not None:
        raise Moved(party.pk, party.merged_into_id)
    return party


def listed_parties(user: User, kind: str) -> PartyQuerySet:
    """Return the rows of a list of people or companies; of the owner only the name, as `owner_name`."""
    rows = Party.objects.visible_to(user).kept().filter(kind=kind)
    return rows.annotate(owner_name=F("owner__name"))


def found_in(rows: QuerySet[Party], words: str, kind: str) -> QuerySet[Party]:
    """Keep the rows that are found by these words."""
    entries = matching(kind, words)
    return rows.none() if entries is None else rows.filter(pk__in=entries)


def colleagues(user: User) -> list[tuple[str, str]]:
    """Return who can own a record that this user sees: key and name."""
    found = User.objects.filter(is_system=False, left_at=None)
    reached = reach(user, "customers.view_party")
    if not reached.everything:
        found = found.filter(pk__in=reached.owner_ids)
    return [(str(pk), name) for pk, name in found.order_by("name").values_list("pk", "name")]


def everybody() -> list[tuple[int, str]]:
    """Return all who work here: to whom a record can be given or shown."""
    here = User.objects.filter(is_system=False, left_at=None)
    return list(here.order_by("name").values_list("pk", "name"))


def reachable(party_ids: list[int]) -> dict[int, Reachable]:
    """Return the first number, e-mail address and WeChat ID of each party that work. One query."""
    found: dict[int, dict[str, str]] = {}
    for party, channel, value in _rows(WAYS, party_ids):
        found.setdefault(party, {})[channel] = value  # the first choice comes last and stays
    return {party: Reachable(**values) for party, values in found.items()}


def employers(user: User, person_ids: list[int]) -> dict[int, Employer]:
    """Return where each person works first of all, as far as the user may see the company; her rights cost a second query."""
    found = {person: Employer(*company) for person, *company in _rows(PLACES, person_ids)}
    if reach(user, viewing_right(Party)).everything:
        return found
    seen = Party.objects.visible_to(user).filter(pk__in={one.id for one in found.values()})
    may_see = set(seen.values_list("pk", flat=True))
    return {person: company for person, company in found.items() if company.id in may_see}


def _rows(sql: str, ids: list[int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids])
        return list(cursor.fetchall())


def picked(user: User, words: str, kind: str = "", limit: int = 8) -> list[Found]:
    """Return the records that a search-select offers."""
    kinds = [kind] if kind in Kind.values else Kind.values
    return search(user, words, only=kinds, limit=limit)


def share_of(party: Party, share_id: int) -> Share:
    """Return one share of a party. Errors: Missing."""
    found = shares_of(party).filter(pk=share_id).first()
    if found is None:
        raise Missing
    return found


def shares_of(party: Party) -> QuerySet[Share]:
    """Return with whom a party is shared."""
    return party.shares.select_related("user", "team").order_by("pk")


def refs_of(party: Party) -> QuerySet[ExternalRef]:
    """Return the numbers under which other systems know a party."""
    return party.external_refs.order_by("system", "key")
