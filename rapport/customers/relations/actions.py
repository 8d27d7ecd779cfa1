"""Relating parties to each other."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Q

from rapport.core.access.actions import check_version
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.customers.parties.editing import require_party
from rapport.customers.parties.models import Party
from rapport.customers.relations.events import PartiesRelated, RelationEnded
from rapport.customers.relations.models import SYMMETRIC, Relation, Relationship


class RelatedAlready(Conflict):
    """These two are related in this way already."""


class RelatedToItself(Invalid):
    """Choose somebody else: nobody is related to themselves."""


class UnknownRelation(Invalid):
    """Choose how the two are related."""


@action
def relate_parties(
    party_id: int,
    *,
    by: User,
    at: datetime,
    other_id: int,
    kind: str,
    is_converse: bool = False,
    since: date | None = None,
) -> Relation:
    """Say what a party is to another one; `is_converse` says it from the other's side (child of, referred by)."""
    party = require_party(by, "customers.relate_parties", party_id)
    if kind not in Relationship.values:
        raise UnknownRelation(fields={"kind": UnknownRelation().sentence()})
    if other_id == party.pk:
        raise RelatedToItself(fields={"other": RelatedToItself().sentence()})
    other = Party.objects.visible_to(by).kept().filter(pk=other_id).first()
    if other is None:
        raise Missing
    one, two = (other, party) if is_converse else (party, other)
    same = Q(from_party=one, to_party=two)
    if kind in SYMMETRIC:
        same |= Q(from_party=two, to_party=one)
    if Relation.objects.filter(same, kind=kind, until=None).exists():
        raise RelatedAlready
    relation = Relation.objects.create(from_party=one, to_party=two, kind=kind, since=since)
    publish(
        PartiesRelated(
            relation_id=relation.pk, from_party_id=one.pk, to_party_id=two.pk, kind=kind
        ),
        by=by,
        at=at,
    )
    return relation


@action
def unrelate_parties(
    party_id: int,
    relation_id: int,
    *,
    by: User,
    at: datetime,
    version: int | None = None,
    until: date | None = None,
) -> None:
    """End a relation of a party, whichever side it was told from. Errors: StaleVersion."""
    party = require_party(by, "customers.unrelate_parties", party_id)
    ends = Q(from_party=party) | Q(to_party=party)
    relation = Relation.objects.filter(ends, pk=relation_id, until=None).first()
    if relation is None:
        raise Missing
    check_version(relation, version)
    relation.until = until or at.date()
    relation.save(update_fields=["until"])
    publish(
        RelationEnded(
            relation_id=relation.pk,
            from_party_id=relation.from_party_id,
            to_party_id=relation.to_party_id,
            kind=relation.kind,
        ),
        by=by,
        at=at,
    )
