"""Index of the room's tables."""

from rapport.sales.creditnotes.models import CreditNote, CreditNoteLine
from rapport.sales.orders.models import Order, OrderLine

__all__ = ["CreditNote", "CreditNoteLine", "Order", "OrderLine"]
