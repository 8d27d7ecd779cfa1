"""What merging must heed besides what the database knows: groups of companies, consent, households, relations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from rapport.core.references.moving import Moves, unite
from rapport.customers.consent.models import ConsentEvent, Decision, Source
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.households.models import Household, Member, Role
from rapport.customers.parties.models import Party
from rapport.customers.relations.models import SYMMETRIC, Relation

ABOVE = """
WITH RECURSIVE above AS (
  SELECT party_id AS below, parent_id AS above, 1 AS depth FROM customers_organization
  WHERE party_id = ANY(%(ids)s) AND parent_id IS NOT NULL
  UNION ALL
  SELECT a.below, o.parent_id, a.depth + 1 FROM above a JOIN customers_organization o ON o.party_id = a.above
  WHERE o.parent_id IS NOT NULL AND a.depth < 50
) SELECT below, above FROM above WHERE above = ANY(%(ids)s) AND below <> above LIMIT 1"""


def above_one_another(ids: Sequence[int]) -> tuple[int, int] | None:
    """Return two of these companies of which the second stands above the first in a group, if there are such."""
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, {"ids": list(ids)})
        found: tuple[int, int] | None = cursor.fetchone()
        return found


@dataclass(frozen=True)
class Withdrawn:
    """A withdrawal that would be forgotten: of the same number or address another record says later that consent was given."""

    channel: str
    normalized: str
    purpose: str
    name: str


def forgotten_withdrawals(parties: Sequence[Party]) -> list[Withdrawn]:
    """Return the withdrawals that stand on one record while another allows the same: the strictest has to win."""
    key = ("contact_point__channel", "contact_point__normalized", "purpose")
    lines = ConsentEvent.objects.filter(contact_point__party__in=parties)
    latest = lines.order_by(*key, "contact_point__party", "-at", "-id")
    latest = latest.distinct(*key, "contact_point__party")
    names = {party.pk: party.display_name for party in parties}
    said: dict[tuple[str, str, str], list[tuple[datetime, int, str, int]]] = defaultdict(list)
    for *what, decision, at, pk, party in latest.values_list(
        *key, "decision", "at", "pk", "contact_point__party"
    ):
        said[what[0], what[1], what[2]].append((at, pk, decision, party))
    found = []
    for what, words in said.items():
        withdrawn = [one for one in words if one[2] == Decision.WITHDRAWN]
        if withdrawn and max(words)[2] == Decision.GIVEN:
            found.append(Withdrawn(*what, names[max(withdrawn)[3]]))
    return found


def withdraw_again(party_id: int, withdrawn: Sequence[Withdrawn], at: datetime) -> None:
    """Write the withdrawals that have to win below both histories."""
    points = ContactPoint.objects.filter(party=party_id).order_by("removed_at", "-pk")
    by_value = {(one.channel, one.normalized): one for one in points}  # the last is one in use
    ConsentEvent.objects.bulk_create(
        ConsentEvent(
            contact_point=by_value[one.channel, one.normalized],
            purpose=one.purpose,
            decision=Decision.WITHDRAWN,
            source=Source.MERGE,
            evidence=_("Withdrawn on “%(name)s”, which was merged into this record.")
            % {"name": one.name},
            at=at,
        )
        for one in withdrawn
    )


def unite_households(ids: Sequence[int]) -> Moves:
    """Let people who become one live in one household: whoever heads another one brings its members along."""
    lives = dict(Member.objects.filter(person__in=ids).values_list("person_id", "household_id"))
    first = next((lives[pk] for pk in ids if pk in lives), None)
    if first is None:
        return Moves()
    headed = Household.objects.filter(head__in=ids).exclude(pk=first)
    return unite(Household, dict.fromkeys(headed.values_list("pk", flat=True), first))


def crown(household_ids: Sequence[int]) -> None:
    """Let the head of each household be its head as a member too, and nobody else."""
    for household in Household.objects.filter(pk__in=household_ids):
        members = Member.objects.filter(household=household)
        members.filter(role=Role.HEAD).exclude(person=household.head_id).update(role=Role.OTHER)
        members.filter(person=household.head_id).exclude(role=Role.HEAD).update(role=Role.HEAD)


def join_both_ways(party_id: int) -> None:
    """Keep one of two relations that say the same from either end: spouses are so both ways."""
    mine = Relation.objects.filter(kind__in=SYMMETRIC, until=None)
    there = {(one.to_party_id, one.kind): one for one in mine.filter(from_party=party_id)}
    for back in mine.filter(to_party=party_id):
        same = there.get((back.from_party_id, back.kind))
        if same is not None:
            max(same, back, key=lambda one: one.pk).delete()
