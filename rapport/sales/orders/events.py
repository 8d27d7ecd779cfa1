"""What orders tell."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event, subject="order_id", party="party_id"):
    """A customer ordered something."""

    order_id: int
    party_id: int | None
    total: str
    currency: str


@dataclass(frozen=True, kw_only=True)
class OrderEdited(Event, subject="order_id", party="party_id"):
    """An order's data or lines changed."""

    order_id: int
    party_id: int | None


@dataclass(frozen=True, kw_only=True)
class OrderDelivered(Event, subject="order_id", party="party_id"):
    """What was ordered is with the customer."""

    order_id: int
    party_id: int | None


@dataclass(frozen=True, kw_only=True)
class OrderReturned(Event, subject="order_id", party="party_id"):
    """What was delivered or lent came back."""

    order_id: int
    party_id: int | None


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event, subject="order_id", party="party_id"):
    """An order no longer stands."""

    order_id: int
    party_id: int | None


@dataclass(frozen=True, kw_only=True)
class OrderSettled(Event, subject="order_id", party="party_id"):
    """A payment for an order was recorded."""

    order_id: int
    party_id: int | None
    paid_total: str
    currency: str
