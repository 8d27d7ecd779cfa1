"""Reading relations, from whichever end."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.customers.parties.models import Party
from rapport.customers.relations.models import CONVERSE, SYMMETRIC, Relation, Relationship


@dataclass(frozen=True)
class Related:
    """Somebody a party is related to, and how that reads from the party's side."""

    id: int
    how: str | Promise
    other: Party


def relations_of(user: User, party: Party) -> list[Related]:
    """Return the running relations of a party to records the user may see."""
    seen = Party.objects.visible_to(user).kept()
    out = Relation.objects.filter(from_party=party, until=None, to_party__in=seen)
    into = Relation.objects.filter(to_party=party, until=None, from_party__in=seen)
    found = [
        Related(one.pk, Relationship(one.kind).label, one.to_party)
        for one in out.select_related("to_party").order_by("pk")
    ]
    return found + [
        Related(one.pk, CONVERSE[Relationship(one.kind)], one.from_party)
        for one in into.select_related("from_party").order_by("pk")
    ]


def relation_of(user: User, party: Party, relation_id: int) -> Relation:
    """Return a running relation of a party to a record the user may see. Errors: Missing."""
    seen = Party.objects.visible_to(user).kept()
    ends = Q(from_party=party, to_party__in=seen) | Q(to_party=party, from_party__in=seen)
    found = Relation.objects.filter(ends, pk=relation_id, until=None).first()
    if found is None:
        raise Missing
    return found


def ways() -> list[tuple[str, str | Promise]]:
    """Return how two can be related, from either side: `parent` and `parent-` (child of)."""
    found: list[tuple[str, str | Promise]] = []
    for kind in Relationship:
        found.append((kind.value, kind.label))
        if kind not in SYMMETRIC:
            found.append((f"{kind.value}-", CONVERSE[kind]))
    return found
