"""Orders, over the API."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.rest.conditional import if_match
from rapport.core.rest.listing import Listing
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Id
from rapport.sales.orders import actions, queries
from rapport.sales.orders.lines import LineInput
from rapport.sales.orders.lists import ORDERS
from rapport.sales.orders.models import Order
from rapport.sales.orders.schemas import (
    DeliveryIn,
    LineIn,
    LineOut,
    OrderFields,
    OrderIn,
    OrderOut,
    OrderRow,
    PaymentIn,
    ReturnIn,
)

router = Router(tags=["orders"])
ROWS = Listing(ORDERS, OrderRow, paths={"id": "pk"})
HEAD = [name for name in OrderOut.model_fields if name != "lines"]


def _told(_user: User, row: Order) -> OrderOut:
    lines = [LineOut.from_orm(line) for line in queries.lines_of(row)]
    return OrderOut(**{name: getattr(row, name) for name in HEAD}, lines=lines)


ORDER = Resource(router, "/orders/{order_id}", OrderOut, queries.order, _told)

ROWS.serve(
    router,
    "/orders",
    "orders",
    "List the orders you may see; `f=party:is:7` those of one customer.",
)


@ORDER.post("/orders", "Place an order")
def post_order(request: HttpRequest, payload: OrderIn) -> Order:
    """Write down what a customer ordered; it belongs to whoever the customer belongs to."""
    return actions.place_order(
        by=caller(request),
        at=timezone.now(),
        lines=_lines(payload.lines),
        number=payload.number,
        **payload.head(),
    )


@ORDER.get("Read an order")
def get_order(request: HttpRequest, order_id: Id) -> None:
    """Read one order with its lines."""


@ORDER.patch("Edit an order")
def patch_order(request: HttpRequest, order_id: Id, payload: OrderFields) -> None:
    """Change some fields of an order; its lines only until it is delivered."""
    actions.edit_order(
        order_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        lines=None if payload.lines is None else _lines(payload.lines),
        **payload.head(),
    )


@ORDER.verb("deliver", "Deliver")
def post_deliver_order(request: HttpRequest, order_id: Id, payload: DeliveryIn) -> None:
    """Note that what was ordered is with the customer."""
    actions.deliver_order(
        order_id, by=caller(request), at=timezone.now(), delivered_at=payload.delivered_at
    )


@ORDER.verb("return", "Take back")
def post_return_order(request: HttpRequest, order_id: Id, payload: ReturnIn) -> None:
    """Note that what was delivered or lent came back."""
    actions.return_order(
        order_id, by=caller(request), at=timezone.now(), returned_at=payload.returned_at
    )


@ORDER.verb("cancel", "Cancel")
def post_cancel_order(request: HttpRequest, order_id: Id) -> None:
    """Cancel an order of which nothing was delivered or paid."""
    actions.cancel_order(order_id, by=caller(request), at=timezone.now())


@ORDER.verb("settle", "Record a payment")
def post_settle_order(request: HttpRequest, order_id: Id, payload: PaymentIn) -> None:
    """Record what was paid for an order."""
    actions.settle_order(order_id, by=caller(request), at=timezone.now(), amount=payload.amount)


def _lines(lines: list[LineIn]) -> list[LineInput]:
    prices = queries.list_prices([line.product_id for line in lines])
    return [line.line(prices) for line in lines]
