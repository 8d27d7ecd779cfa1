"""What pages, search and the API read of products."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rapport.catalog.products.models import Product
from rapport.core.search.kinds import Entry
from rapport.core.search.tokens import number_tokens, title_tokens


def entries(ids: Sequence[int]) -> Iterator[Entry]:
    """Build the search entries of products: by number, name and every other description."""
    rows = Product.objects.filter(pk__in=ids).prefetch_related("aliases")
    for product in rows:
        tokens = number_tokens(product.sku) | title_tokens(product.name)
        for alias in product.aliases.all():
            tokens |= title_tokens(alias.text)
        yield Entry(
            kind="product",
            object_id=product.pk,
            title=product.name,
            subtitle=product.sku,
            tokens=tokens,
        )
