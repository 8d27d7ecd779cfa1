"""Who sees a record besides its owner, over the API."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status

from rapport.core.rest.schemas import Id, Input, Key
from rapport.core.rest.signin import caller
from rapport.customers.parties.queries import party_of, shares_of
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


@router.get("/parties/{party_id}/shares", response=list[ShareOut], summary="List the shares")
def list_shares(request: HttpRequest, party_id: Id) -> list[ShareOut]:
    """List with whom a party is shared."""
    found = shares_of(party_of(caller(request), party_id))
    return [ShareOut.from_orm(one) for one in found]


@router.post("/parties/{party_id}/shares", response={201: ShareOut}, summary="Share a party")
def post_share(request: HttpRequest, party_id: Id, payload: ShareIn) -> Status[ShareOut]:
    """Show a party to a colleague or a team; sharing again changes what they may do."""
    made = share_party(party_id, by=caller(request), at=timezone.now(), **payload.model_dump())
    return Status(201, ShareOut.from_orm(made))


@router.delete(
    "/parties/{party_id}/shares/{share_id}", response={204: None}, summary="Stop sharing a party"
)
def delete_share(request: HttpRequest, party_id: Id, share_id: Id) -> Status[None]:
    """Stop showing a party to a colleague or a team."""
    unshare_party(party_id, share_id, by=caller(request), at=timezone.now())
    return Status(204, None)
