"""What pages, search and the API read of orders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapport.core.search.kinds import Entry
from rapport.core.search.tokens import number_tokens, text_tokens
from rapport.sales.orders.models import Order


def entries(ids: Sequence[int]) -> Iterator[Entry]:
    """Build the search entries of orders: by number, by the other system's key, and by the customer's name."""
    for order in Order.objects.filter(pk__in=ids).select_related("party"):
        tokens = number_tokens(order.number)
        if order.external_key and order.external_key != order.number:
            tokens |= number_tokens(order.external_key)
        name = order.party.display_name if order.party else ""
        yield Entry(
            kind="order",
            object_id=order.pk,
            title=order.number,
            subtitle=name,
            party_id=order.party_id,
            owner_id=order.owner_id,
            touched_at=order.ordered_at,
            tokens=tokens | text_tokens(name),
        )
