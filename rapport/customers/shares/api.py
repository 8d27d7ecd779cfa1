"""Who sees a record besides its owner, over the API."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.rest.conditional import TAGGED, if_match
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Id, Input, Key
from rapport.customers.parties.models import Share
from rapport.customers.parties.queries import party_of, share_of, shares_of
from rapport.customers.shares.actions import share_party, unshare_party

router = Router(tags=["shares"])


class ShareIn(Input):
    """A colleague or a team, to read or also to change."""

    user_id: Key | None = None
    team_id: Key | None = None
    can_change: bool = False


class ShareOut(Schema):
    """A party is shown to a colleague or a team."""

    id: int
    user_id: int | None
    team_id: int | None
    can_change: bool
    version: int


def _find(user: User, party_id: int, share_id: int) -> Share:
    return share_of(party_of(user, party_id), share_id)


SHARE = Resource(router, "/parties/{party_id}/shares/{share_id}", ShareOut, _find)


@router.get("/parties/{party_id}/shares", response=list[ShareOut], summary="List the shares")
def list_shares(request: HttpRequest, party_id: Id) -> list[ShareOut]:
    """List with whom a party is shared."""
    found = shares_of(party_of(caller(request), party_id))
    return [ShareOut.from_orm(one) for one in found]


@SHARE.post("/parties/{party_id}/shares", "Share a party")
def post_share(request: HttpRequest, party_id: Id, payload: ShareIn) -> Share:
    """Show a party to a colleague or a team; sharing again changes what they may do."""
    return share_party(party_id, by=caller(request), at=timezone.now(), **payload.model_dump())


@SHARE.get("Read a share")
def get_share(request: HttpRequest, party_id: Id, share_id: Id) -> None:
    """Read with whom a party is shared, and how."""


@router.delete(
    "/parties/{party_id}/shares/{share_id}",
    response={204: None},
    openapi_extra=TAGGED,
    summary="Stop sharing a party",
)
def delete_share(request: HttpRequest, party_id: Id, share_id: Id) -> None:
    """Stop showing a party to a colleague or a team."""
    unshare_party(
        party_id, share_id, by=caller(request), at=timezone.now(), version=if_match(request)
    )
