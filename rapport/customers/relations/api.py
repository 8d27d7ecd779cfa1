"""How parties are related, over the API."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.rest.conditional import TAGGED, if_match
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Day, Id, Input, Key
from rapport.customers.parties.queries import party_of
from rapport.customers.relations.actions import relate_parties, unrelate_parties
from rapport.customers.relations.models import Relation, Relationship
from rapport.customers.relations.queries import relation_of, relations_of

router = Router(tags=["relations"])


class RelationIn(Input):
    """What a party is to another one; `is_converse` says it from the other's side: child of, referred by."""

    other_id: Key
    kind: Relationship
    is_converse: bool = False
    since: Day | None = None


class EndIn(Input):
    """The last day; without one, today."""

    until: Day | None = None


class RelatedOut(Schema):
    """Somebody a party is related to, and how that reads from the party's side."""

    id: int
    how: str
    other_id: int
    other_name: str


class RelationOut(Schema):
    """A relation: what the first party is to the second."""

    id: int
    from_party_id: int
    to_party_id: int
    kind: str
    since: date | None
    until: date | None
    version: int


def _find(user: User, party_id: int, relation_id: int) -> Relation:
    return relation_of(user, party_of(user, party_id), relation_id)


RELATION = Resource(router, "/parties/{party_id}/relations/{relation_id}", RelationOut, _find)


@router.get(
    "/parties/{party_id}/relations", response=list[RelatedOut], summary="List the relations"
)
def list_relations(request: HttpRequest, party_id: Id) -> list[RelatedOut]:
    """List the running relations of a party to records that you may see."""
    found = relations_of(caller(request), party_of(caller(request), party_id))
    return [
        RelatedOut(
            id=one.id, how=str(one.how), other_id=one.other.pk, other_name=one.other.display_name
        )
        for one in found
    ]


@RELATION.post("/parties/{party_id}/relations", "Relate two parties")
def post_relation(request: HttpRequest, party_id: Id, payload: RelationIn) -> Relation:
    """Say how a party is related to another one."""
    return relate_parties(party_id, by=caller(request), at=timezone.now(), **payload.model_dump())


@RELATION.get("Read a relation")
def get_relation(request: HttpRequest, party_id: Id, relation_id: Id) -> None:
    """Read one running relation of a party, whichever side it was told from."""


@router.post(
    "/parties/{party_id}/relations/{relation_id}/end",
    response={204: None},
    openapi_extra=TAGGED,
    summary="End a relation",
)
def post_end_relation(request: HttpRequest, party_id: Id, relation_id: Id, payload: EndIn) -> None:
    """End a relation, whichever side it was told from."""
    unrelate_parties(
        party_id,
        relation_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        until=payload.until,
    )
