"""Orders as the search index holds them. `entry_of` is pure, so that another process can do it for millions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from rapport.core.search.kinds import Entry
from rapport.core.search.tokens import number_tokens, text_tokens

ORDERS = """
SELECT o.id, o.number, o.external_key, coalesce(p.display_name, ''), o.party_id, o.owner_id, o.ordered_at
FROM sales_order o LEFT JOIN customers_party p ON p.id = o.party_id WHERE o.id = ANY(%s)"""


class OrderRow(NamedTuple):
    """An order with its customer's name."""

    id: int
    number: str
    external_key: str | None
    customer: str
    party_id: int | None
    owner_id: int
    ordered_at: datetime


def rows(ids: Sequence[int]) -> list[OrderRow]:
    """Read orders as the index words them."""
    with connection.cursor() as cursor:
        cursor.execute(ORDERS, [list(ids)])
        return [OrderRow(*row) for row in cursor.fetchall()]


def entry_of(order: OrderRow) -> Entry:
    """Return the entry of an order: by number, by the other system's key, and by the customer's name."""
    tokens = number_tokens(order.number) | text_tokens(order.customer)
    if order.external_key and order.external_key != order.number:
        tokens |= number_tokens(order.external_key)
    return Entry(
        kind="order",
        object_id=order.id,
        title=order.number,
        subtitle=order.customer,
        party_id=order.party_id,
        owner_id=order.owner_id,
        touched_at=order.ordered_at,
        tokens=tokens,
    )


def entries(ids: Sequence[int]) -> list[Entry]:
    """Build the entries of orders."""
    return [entry_of(row) for row in rows(ids)]
