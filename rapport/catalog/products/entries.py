"""Products as the search index holds them. `entry_of` is pure, so that another process can do it for many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

from rapport.core.search.kinds import Entry
from rapport.core.search.tokens import number_tokens, title_tokens

PRODUCTS = """
SELECT p.id, p.sku, p.name, ARRAY(SELECT a.text FROM catalog_productalias a WHERE a.product_id = p.id)
FROM catalog_product p WHERE p.id = ANY(%s)"""


class ProductRow(NamedTuple):
    """A product with every other description that it had or has."""

    id: int
    sku: str
    name: str
    aliases: list[str]


def rows(ids: Sequence[int]) -> list[ProductRow]:
    """Read products as the index words them."""
    with connection.cursor() as cursor:
        cursor.execute(PRODUCTS, [list(ids)])
        return [ProductRow(*row) for row in cursor.fetchall()]


def entry_of(product: ProductRow) -> Entry:
    """Return the entry of a product: by number, name and every other description."""
    tokens = number_tokens(product.sku) | title_tokens(product.name)
    for alias in product.aliases:
        tokens |= title_tokens(alias)
    return Entry(
        kind="product",
        object_id=product.id,
        title=product.name,
        subtitle=product.sku,
        tokens=tokens,
    )


def entries(ids: Sequence[int]) -> list[Entry]:
    """Build the entries of products."""
    return [entry_of(row) for row in rows(ids)]
