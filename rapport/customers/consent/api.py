"""Who allowed what, over the API."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from rapport.core.access.caller import caller
from rapport.core.rest.schemas import (
    Filled500,
    FilledText,
    Id,
    Input,
    Key,
    LongText,
    Moment,
    Text50,
    Text100,
)
from rapport.customers.consent import actions, queries
from rapport.customers.consent.models import ConsentEvent, Purpose, Source, Suppression
from rapport.customers.contactpoints.models import Channel
from rapport.customers.parties.queries import party_of

router = Router(tags=["consent"])


class ConsentIn(Input):
    """A consent with its proof; without a time it was given now."""

    contact_point_id: Key
    purpose: Purpose
    source: Source
    evidence: FilledText
    wording: Text50 = ""
    given_at: Moment | None = None


class WithdrawalIn(Input):
    """A withdrawal; her word is proof enough."""

    contact_point_id: Key
    purpose: Purpose
    source: Source
    evidence: LongText = ""
    withdrawn_at: Moment | None = None


class SuppressionIn(Input):
    """An address to block for good, whoever it belongs to."""

    channel: Channel
    value: Filled500
    reason: Text100 = ""


class ConsentOut(Schema):
    """One line of the ledger; the latest for a contact point and purpose counts."""

    id: int
    contact_point_id: int
    purpose: str
    decision: str
    wording: str
    source: str
    evidence: str
    at: datetime


class SuppressionOut(Schema):
    """A blocked address, known only by its keyed hash."""

    id: int
    digest: str
    reason: str


class VerdictOut(Schema):
    """Whether a party may be contacted, on which contact point, and why (not)."""

    allowed: bool
    reason: str
    contact_point_id: int | None
    since: datetime | None


@router.get(
    "/parties/{party_id}/consents", response=list[ConsentOut], summary="Read the ledger of consents"
)
def list_consents(request: HttpRequest, party_id: Id) -> list[ConsentOut]:
    """List the latest 500 lines of a party's ledger, newest first, retired numbers included."""
    found = queries.lines_of(party_of(caller(request), party_id))
    return [ConsentOut.from_orm(one) for one in found]


@router.get(
    "/parties/{party_id}/may-contact",
    response=VerdictOut,
    summary="Ask whether a party may be contacted",
)
def get_may_contact(
    request: HttpRequest, party_id: Id, channel: Channel, purpose: Purpose
) -> VerdictOut:
    """Tell whether a party may be contacted by a channel for a purpose, and why."""
    party = party_of(caller(request), party_id)
    found = queries.may_contact(party.pk, channel, purpose)
    point = found.contact_point
    return VerdictOut(
        allowed=found.allowed,
        reason=str(found.reason),
        contact_point_id=point.pk if point else None,
        since=found.since,
    )


@router.post(
    "/parties/{party_id}/give-consent", response={201: ConsentOut}, summary="Record a consent"
)
def post_give_consent(request: HttpRequest, party_id: Id, payload: ConsentIn) -> ConsentEvent:
    """Record that a customer allowed us to use a number or address for a purpose."""
    return actions.give_consent(
        party_id, by=caller(request), at=timezone.now(), **payload.model_dump()
    )


@router.post(
    "/parties/{party_id}/withdraw-consent",
    response={201: ConsentOut},
    summary="Record a withdrawal",
)
def post_withdraw_consent(
    request: HttpRequest, party_id: Id, payload: WithdrawalIn
) -> ConsentEvent:
    """Record that a customer forbade it."""
    return actions.withdraw_consent(
        party_id, by=caller(request), at=timezone.now(), **payload.model_dump()
    )


@router.post("/suppressions", response={201: SuppressionOut}, summary="Block an address")
def post_suppression(request: HttpRequest, payload: SuppressionIn) -> Suppression:
    """Block an address for good; it survives the erasure of the person."""
    return actions.suppress_address(by=caller(request), at=timezone.now(), **payload.model_dump())
