"""What pages read of credit notes."""

from __future__ import annotations

from rapport.sales.creditnotes.models import CreditNote
from rapport.sales.orders.models import Order


def credit_notes_of(order: Order) -> list[CreditNote]:
    """Return the credit notes written for an order, latest first."""
    return list(CreditNote.objects.filter(order=order).order_by("-credited_at", "-id"))
