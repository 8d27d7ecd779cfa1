"""The verbs that people and companies share, over the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Router

from rapport.core.errors import Missing
from rapport.core.rest.conditional import TAGGED, if_match, tagged
from rapport.core.rest.schemas import Id, Input, Key
from rapport.core.rest.signin import caller
from rapport.customers.parties.actions import (
    assign_parties,
    change_lifecycle,
    restore_parties,
    trash_parties,
)
from rapport.customers.parties.models import Lifecycle, Party
from rapport.customers.parties.schemas import PartyOut

router = Router(tags=["people and companies"])


class LifecycleIn(Input):
    """Where a party stands."""

    lifecycle: Lifecycle


class OwnerIn(Input):
    """To whom a party is given."""

    owner_id: Key


@router.get("/parties/{party_id}", response=PartyOut, openapi_extra=TAGGED, summary="Read a party")
def get_party(request: HttpRequest, party_id: Id) -> HttpResponse:
    """Read what people and companies have in common, whatever kind it is."""
    return _answer(request, party_id)


@router.post(
    "/parties/{party_id}/change-lifecycle",
    response=PartyOut,
    openapi_extra=TAGGED,
    summary="Change the lifecycle",
)
def post_change_lifecycle(request: HttpRequest, party_id: Id, payload: LifecycleIn) -> HttpResponse:
    """Say where a party stands: prospect, customer or former."""
    change_lifecycle(
        party_id,
        by=caller(request),
        at=timezone.now(),
        lifecycle=payload.lifecycle,
        version=if_match(request),
    )
    return _answer(request, party_id)


@router.post(
    "/parties/{party_id}/assign", response=PartyOut, openapi_extra=TAGGED, summary="Assign"
)
def post_assign_party(request: HttpRequest, party_id: Id, payload: OwnerIn) -> HttpResponse:
    """Give a party to another owner; 404 afterwards means that you no longer see it."""
    assign_parties([party_id], by=caller(request), at=timezone.now(), owner_id=payload.owner_id)
    return _answer(request, party_id)


@router.post(
    "/parties/{party_id}/trash",
    response=PartyOut,
    openapi_extra=TAGGED,
    summary="Move to the trash",
)
def post_trash_party(request: HttpRequest, party_id: Id) -> HttpResponse:
    """Move a party to the trash, where it stays for 30 days."""
    trash_parties([party_id], by=caller(request), at=timezone.now())
    return _answer(request, party_id)


@router.post(
    "/parties/{party_id}/restore", response=PartyOut, openapi_extra=TAGGED, summary="Restore"
)
def post_restore_party(request: HttpRequest, party_id: Id) -> HttpResponse:
    """Take a party out of the trash."""
    restore_parties([party_id], by=caller(request), at=timezone.now())
    return _answer(request, party_id)


def _answer(request: HttpRequest, party_id: int) -> HttpResponse:
    party = Party.objects.visible_to(caller(request)).filter(pk=party_id).first()
    if party is None:
        raise Missing
    return tagged(request, PartyOut.from_orm(party), party.version)
