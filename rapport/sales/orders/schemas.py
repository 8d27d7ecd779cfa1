"""How orders and their lines look over the API."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Field, Schema

from rapport.core.rest.schemas import (
    Amount,
    Currency,
    Day,
    Input,
    Key,
    LongText,
    Moment,
    Percent,
    Quantity,
    Rate,
    Text60,
    Text300,
)
from rapport.sales.orders.lines import LineInput
from rapport.sales.orders.models import OrderKind, OrderSource

ZERO = Decimal(0)


class LineIn(Input):
    """One line; with `id` it changes that line, without a price the product's list price stands."""

    id: Key | None = None
    product_id: Key | None = None
    description: Text300 = ""
    quantity: Quantity = Decimal(1)
    unit_price: Amount | None = None
    discount: Percent = ZERO
    tax_rate: Percent = ZERO

    def line(self, prices: dict[int, Decimal]) -> LineInput:
        """Return it as the rules take it."""
        values = self.model_dump()
        if self.unit_price is None:
            values["unit_price"] = prices.get(self.product_id or 0, ZERO)
        return LineInput(**values)


LinesIn = Annotated[list[LineIn], Field(max_length=500)]


class OrderFields(Input):
    """What can be edited of an order; fields left out stay as they are, `lines` are replaced as a whole."""

    party_id: Key | None = None
    account_id: Key | None = None
    kind: OrderKind = OrderKind.SALE
    source: OrderSource = OrderSource.STAFF
    ordered_at: Moment | None = None
    due_back_on: Day | None = None
    currency: Currency | None = None
    rate: Rate | None = None
    note: LongText = ""
    lines: LinesIn | None = None

    def head(self) -> dict[str, Any]:
        """Return what was sent about the order itself; no time, currency or rate leaves them as they are."""
        sent = self.model_dump(exclude_unset=True, exclude={"lines", "number"})
        kept = {"ordered_at", "currency", "rate"}
        return {
            name: value for name, value in sent.items() if value is not None or name not in kept
        }


class OrderIn(OrderFields):
    """An order to place; without a number it gets the next one, without a customer it is yours."""

    number: Text60 = ""
    lines: LinesIn


class DeliveryIn(Input):
    """When the goods arrived; without a time, now."""

    delivered_at: Moment | None = None


class ReturnIn(Input):
    """When the goods came back; without a time, now."""

    returned_at: Moment | None = None


class PaymentIn(Input):
    """What was paid, in the order's currency; a negative amount takes a payment back."""

    amount: Amount


class LineOut(Schema):
    """A line as it stood at the sale; discount and tax rate are percent."""

    id: int
    position: int
    product_id: int | None
    description: str
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal
    tax_rate: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal


class OrderRow(Schema):
    """An order in a list."""

    id: int
    number: str
    party_id: int | None
    owner_id: int
    ordered_at: datetime
    kind: str
    source: str
    currency: str
    total: Decimal
    base_total: Decimal
    commercial: str
    fulfilment: str
    billing: str
    due_back_on: date | None
    version: int


class OrderOut(OrderRow):
    """An order with its lines; `base_total` is in the company's currency, at the stored rate."""

    account_id: int | None
    external_system: str | None
    external_key: str | None
    net_total: Decimal
    tax_total: Decimal
    paid_total: Decimal
    rate: Decimal
    delivered_at: datetime | None
    returned_at: datetime | None
    cancelled_at: datetime | None
    note: str
    created_at: datetime
    lines: list[LineOut]
