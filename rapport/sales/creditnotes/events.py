"""What credit notes tell."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderCredited(Event, subject="order_id", party="party_id"):
    """A credit note was written for an order."""

    order_id: int
    party_id: int | None
    credit_note_id: int
    total: str
    currency: str
