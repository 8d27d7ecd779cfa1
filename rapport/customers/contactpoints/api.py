"""The ways to reach a party, over the API."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from rapport.core.access.caller import caller
from rapport.core.rest.schemas import Id
from rapport.customers.contactpoints.actions import (
    add_contact_point,
    bounce_contact_point,
    edit_contact_point,
    prefer_contact_point,
    remove_contact_point,
    verify_contact_point,
)
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.contactpoints.schemas import BounceIn, ContactIn, ContactOut

router = Router(tags=["contact points"])


@router.post(
    "/parties/{party_id}/contact-points",
    response={201: ContactOut},
    summary="Add a number or address",
)
def post_contact_point(request: HttpRequest, party_id: Id, payload: ContactIn) -> ContactPoint:
    """Add a telephone number, e-mail or postal address, WeChat name or website."""
    return add_contact_point(
        party_id, by=caller(request), at=timezone.now(), contact=payload.contact()
    )


@router.put(
    "/parties/{party_id}/contact-points/{point_id}",
    response=ContactOut,
    summary="Correct a number or address",
)
def put_contact_point(
    request: HttpRequest, party_id: Id, point_id: Id, payload: ContactIn
) -> ContactPoint:
    """Correct a number or address, or what it is used for; its channel stays."""
    return edit_contact_point(
        party_id, point_id, by=caller(request), at=timezone.now(), contact=payload.contact()
    )


@router.post(
    "/parties/{party_id}/contact-points/{point_id}/prefer",
    response=ContactOut,
    summary="Prefer a number or address",
)
def post_prefer_contact_point(request: HttpRequest, party_id: Id, point_id: Id) -> ContactPoint:
    """Make it the first choice of its channel."""
    return prefer_contact_point(party_id, point_id, by=caller(request), at=timezone.now())


@router.post(
    "/parties/{party_id}/contact-points/{point_id}/verify",
    response=ContactOut,
    summary="Verify a number or address",
)
def post_verify_contact_point(request: HttpRequest, party_id: Id, point_id: Id) -> ContactPoint:
    """Note that it leads to the party."""
    return verify_contact_point(party_id, point_id, by=caller(request), at=timezone.now())


@router.post(
    "/parties/{party_id}/contact-points/{point_id}/bounce",
    response=ContactOut,
    summary="Note that a number or address does not work",
)
def post_bounce_contact_point(
    request: HttpRequest, party_id: Id, point_id: Id, payload: BounceIn
) -> ContactPoint:
    """Note that it leads nowhere, and why; it is not offered any more until it is verified."""
    return bounce_contact_point(
        party_id, point_id, by=caller(request), at=timezone.now(), reason=payload.reason
    )


@router.delete(
    "/parties/{party_id}/contact-points/{point_id}",
    response={204: None},
    summary="Remove a number or address",
)
def delete_contact_point(request: HttpRequest, party_id: Id, point_id: Id) -> None:
    """Retire a number or address; it stays in the ledger of consents."""
    remove_contact_point(party_id, point_id, by=caller(request), at=timezone.now())
