"""Tags, over the API."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.rest.conditional import TAGGED, if_match
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Filled50, Id, Input
from rapport.customers.parties.queries import party_of
from rapport.customers.tags.actions import tag_parties, untag_parties
from rapport.customers.tags.models import Tag
from rapport.customers.tags.queries import all_tags, tag_of, tags_of

router = Router(tags=["tags"])


class TagIn(Input):
    """A word to hang on a party; one nobody used before becomes a tag for the whole company."""

    name: Filled50


class TagOut(Schema):
    """A word that everybody in the company shares."""

    id: int
    name: str


def _find(user: User, party_id: int, tag_id: int) -> Tag:
    return tag_of(party_of(user, party_id), tag_id)


TAG = Resource(router, "/parties/{party_id}/tags/{tag_id}", TagOut, _find)


@router.get("/tags", response=list[TagOut], summary="List all tags")
def list_tags(request: HttpRequest) -> list[TagOut]:
    """List every tag of the company; `f=tag:is:7` finds the people that carry one."""
    return [TagOut(id=int(key), name=name) for key, name in all_tags(caller(request))]


@router.get("/parties/{party_id}/tags", response=list[TagOut], summary="List the tags of a party")
def list_party_tags(request: HttpRequest, party_id: Id) -> list[TagOut]:
    """List the tags that a party carries."""
    found = tags_of(party_of(caller(request), party_id))
    return [TagOut.from_orm(tag) for tag in found]


@TAG.post("/parties/{party_id}/tags", "Tag a party")
def post_tag(request: HttpRequest, party_id: Id, payload: TagIn) -> Tag:
    """Hang a tag on a party."""
    return tag_parties([party_id], by=caller(request), at=timezone.now(), name=payload.name)


@TAG.get("Read a tag of a party")
def get_tag(request: HttpRequest, party_id: Id, tag_id: Id) -> None:
    """Read one tag that a party carries."""


@router.delete(
    "/parties/{party_id}/tags/{tag_id}",
    response={204: None},
    openapi_extra=TAGGED,
    summary="Take a tag off a party",
)
def delete_tag(request: HttpRequest, party_id: Id, tag_id: Id) -> None:
    """Take a tag off a party; one that hangs nowhere any more is forgotten."""
    untag_parties(
        [party_id],
        by=caller(request),
        at=timezone.now(),
        tag_id=tag_id,
        version=if_match(request),
    )
