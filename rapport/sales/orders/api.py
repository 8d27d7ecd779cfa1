"""Orders, over the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router

from rapport.core.rest.conditional import TAGGED, if_match, tagged
from rapport.core.rest.listing import Asked, AskedPage, Listing
from rapport.core.rest.schemas import Count, Id, Rows
from rapport.core.rest.signin import caller
from rapport.sales.orders import actions, queries
from rapport.sales.orders.lines import LineInput
from rapport.sales.orders.lists import ORDERS
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


@router.get("/orders", response=Rows[OrderRow], summary="List orders")
def list_orders(request: HttpRequest, asked: Query[AskedPage]) -> HttpResponse:
    """List the orders you may see; `f=party:is:7` those of one customer."""
    return ROWS.page(request, asked)


@router.get("/orders/count", response=Count, summary="Count orders")
def count_orders(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Count the orders that match."""
    return ROWS.count(request, asked)


@router.post("/orders", response={201: OrderOut}, openapi_extra=TAGGED, summary="Place an order")
def post_order(request: HttpRequest, payload: OrderIn) -> HttpResponse:
    """Write down what a customer ordered; it belongs to whoever the customer belongs to."""
    order = actions.place_order(
        by=caller(request),
        at=timezone.now(),
        lines=_lines(payload.lines),
        number=payload.number,
        **payload.head(),
    )
    return _answer(request, order.pk, status=201)


@router.get("/orders/{order_id}", response=OrderOut, openapi_extra=TAGGED, summary="Read an order")
def get_order(request: HttpRequest, order_id: Id) -> HttpResponse:
    """Read one order with its lines."""
    return _answer(request, order_id)


@router.patch(
    "/orders/{order_id}", response=OrderOut, openapi_extra=TAGGED, summary="Edit an order"
)
def patch_order(request: HttpRequest, order_id: Id, payload: OrderFields) -> HttpResponse:
    """Change some fields of an order; its lines only until it is delivered."""
    actions.edit_order(
        order_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        lines=None if payload.lines is None else _lines(payload.lines),
        **payload.head(),
    )
    return _answer(request, order_id)


@router.post(
    "/orders/{order_id}/deliver", response=OrderOut, openapi_extra=TAGGED, summary="Deliver"
)
def post_deliver_order(request: HttpRequest, order_id: Id, payload: DeliveryIn) -> HttpResponse:
    """Note that what was ordered is with the customer."""
    actions.deliver_order(
        order_id, by=caller(request), at=timezone.now(), delivered_at=payload.delivered_at
    )
    return _answer(request, order_id)


@router.post(
    "/orders/{order_id}/return", response=OrderOut, openapi_extra=TAGGED, summary="Take back"
)
def post_return_order(request: HttpRequest, order_id: Id, payload: ReturnIn) -> HttpResponse:
    """Note that what was delivered or lent came back."""
    actions.return_order(
        order_id, by=caller(request), at=timezone.now(), returned_at=payload.returned_at
    )
    return _answer(request, order_id)


@router.post("/orders/{order_id}/cancel", response=OrderOut, openapi_extra=TAGGED, summary="Cancel")
def post_cancel_order(request: HttpRequest, order_id: Id) -> HttpResponse:
    """Cancel an order of which nothing was delivered or paid."""
    actions.cancel_order(order_id, by=caller(request), at=timezone.now())
    return _answer(request, order_id)


@router.post(
    "/orders/{order_id}/settle",
    response=OrderOut,
    openapi_extra=TAGGED,
    summary="Record a payment",
)
def post_settle_order(request: HttpRequest, order_id: Id, payload: PaymentIn) -> HttpResponse:
    """Record what was paid for an order."""
    actions.settle_order(order_id, by=caller(request), at=timezone.now(), amount=payload.amount)
    return _answer(request, order_id)


def _lines(lines: list[LineIn]) -> list[LineInput]:
    prices = queries.list_prices([line.product_id for line in lines])
    return [line.line(prices) for line in lines]


def _answer(request: HttpRequest, order_id: int, *, status: int = 200) -> HttpResponse:
    row = queries.order(caller(request), order_id)
    location = f"/api/v1/orders/{row.pk}" if status == 201 else ""
    lines = [LineOut.from_orm(line) for line in queries.lines_of(row)]
    answer = OrderOut(**{name: getattr(row, name) for name in HEAD}, lines=lines)
    return tagged(request, answer, row.version, status=status, location=location)
