"""What orders tell."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderEvent(Event, subject="order_id", party="party_id"):
    """What happens to one order, and whose it is."""

    order_id: int
    party_id: int | None


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(OrderEvent):
    """A customer ordered something."""

    total: str
    currency: str


class OrderEdited(OrderEvent):
    """An order's data or lines changed."""


class OrderDelivered(OrderEvent):
    """What was ordered is with the customer."""


class OrderReturned(OrderEvent):
    """What was delivered or lent came back."""


class OrderCancelled(OrderEvent):
    """An order no longer stands."""


@dataclass(frozen=True, kw_only=True)
class OrderSettled(OrderEvent):
    """A payment for an order was recorded."""

    paid_total: str
    currency: str
