"""Credit notes, over the API."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router, Schema

from rapport.core.access.caller import caller
from rapport.core.rest.schemas import Id, Input, Key, Quantity, Text300
from rapport.sales.creditnotes.actions import credit_order
from rapport.sales.creditnotes.models import CreditNote
from rapport.sales.orders.queries import order

router = Router(tags=["orders"])


class CreditLineIn(Input):
    """How much of a line of the order is credited."""

    line_id: Key
    quantity: Quantity


class CreditIn(Input):
    """What is credited; without lines, all that is not credited yet."""

    lines: Annotated[list[CreditLineIn], Field(max_length=500)] | None = None
    reason: Text300 = ""


class CreditNoteOut(Schema):
    """Money owed back to a customer for an order; its amounts are positive."""

    id: int
    number: str
    order_id: int | None
    party_id: int | None
    owner_id: int
    credited_at: datetime
    reason: str
    currency: str
    net_total: Decimal
    tax_total: Decimal
    total: Decimal
    rate: Decimal
    base_total: Decimal


@router.get(
    "/orders/{order_id}/credit-notes",
    response=list[CreditNoteOut],
    summary="List the credit notes of an order",
)
def list_credit_notes(request: HttpRequest, order_id: Id) -> list[CreditNoteOut]:
    """List the credit notes written for an order, latest first."""
    notes = CreditNote.objects.filter(order=order(caller(request), order_id))
    return [CreditNoteOut.from_orm(note) for note in notes.order_by("-credited_at", "-id")]


@router.post(
    "/orders/{order_id}/credit", response={201: CreditNoteOut}, summary="Write a credit note"
)
def post_credit_order(request: HttpRequest, order_id: Id, payload: CreditIn) -> CreditNote:
    """Write a credit note for some quantities of an order's lines, or for all that is left."""
    wanted = payload.lines
    note = credit_order(
        order_id,
        by=caller(request),
        at=timezone.now(),
        quantities=None if wanted is None else {one.line_id: one.quantity for one in wanted},
        reason=payload.reason,
    )
    note.refresh_from_db()
    return note
