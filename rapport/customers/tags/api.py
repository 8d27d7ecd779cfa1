"""Tags, over the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router, Schema, Status

from rapport.core.rest.conditional import TAGGED, if_match, tagged
from rapport.core.rest.schemas import Filled50, Id, Input
from rapport.core.rest.signin import caller
from rapport.customers.parties.queries import party_of
from rapport.customers.tags.actions import tag_parties, untag_parties
from rapport.customers.tags.queries import all_tags, tag_of, tags_of

router = Router(tags=["tags"])


class TagIn(Input):
    """A word to hang on a party; one nobody used before becomes a tag for the whole company."""

    name: Filled50


class TagOut(Schema):
    """A word that everybody in the company shares."""

    id: int
    name: str


@router.get("/tags", response=list[TagOut], summary="List all tags")
def list_tags(request: HttpRequest) -> list[TagOut]:
    """List every tag of the company; `f=tag:is:7` finds the people that carry one."""
    return [TagOut(id=int(key), name=name) for key, name in all_tags(caller(request))]


@router.get("/parties/{party_id}/tags", response=list[TagOut], summary="List the tags of a party")
def list_party_tags(request: HttpRequest, party_id: Id) -> list[TagOut]:
    """List the tags that a party carries."""
    found = tags_of(party_of(caller(request), party_id))
    return [TagOut.from_orm(tag) for tag in found]


@router.post(
    "/parties/{party_id}/tags",
    response={201: TagOut},
    openapi_extra=TAGGED,
    summary="Tag a party",
)
def post_tag(request: HttpRequest, party_id: Id, payload: TagIn) -> HttpResponse:
    """Hang a tag on a party."""
    tag = tag_parties([party_id], by=caller(request), at=timezone.now(), name=payload.name)
    return _answer(request, party_id, tag.pk, status=201)


@router.get(
    "/parties/{party_id}/tags/{tag_id}",
    response=TagOut,
    openapi_extra=TAGGED,
    summary="Read a tag of a party",
)
def get_tag(request: HttpRequest, party_id: Id, tag_id: Id) -> HttpResponse:
    """Read one tag that a party carries."""
    return _answer(request, party_id, tag_id)


@router.delete(
    "/parties/{party_id}/tags/{tag_id}",
    response={204: None},
    openapi_extra=TAGGED,
    summary="Take a tag off a party",
)
def delete_tag(request: HttpRequest, party_id: Id, tag_id: Id) -> Status[None]:
    """Take a tag off a party; one that hangs nowhere any more is forgotten."""
    untag_parties(
        [party_id],
        by=caller(request),
        at=timezone.now(),
        tag_id=tag_id,
        version=if_match(request),
    )
    return Status(204, None)


def _answer(request: HttpRequest, party_id: int, tag_id: int, *, status: int = 200) -> HttpResponse:
    tag = tag_of(party_of(caller(request), party_id), tag_id)
    location = f"/api/v1/parties/{party_id}/tags/{tag.pk}" if status == 201 else ""
    answer = TagOut.from_orm(tag)
    return tagged(request, answer, tag.version, status=status, location=location)
