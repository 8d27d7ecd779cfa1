"""What pages, search and the API read of products."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from rapport.catalog.products.models import Product
from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.search.kinds import Entry
from rapport.core.search.queries import search
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


def product(user: User, product_id: int) -> Product:
    """Return one product. Errors: Missing."""
    found = Product.objects.visible_to(user).filter(pk=product_id).first()
    if found is None:
        raise Missing
    return found


def to_pick(user: User, words: str, day: date) -> list[Product]:
    """Return at most twelve products on sale that match, best first."""
    ids = [found.object_id for found in search(user, words, only=["product"], limit=30)]
    rows = Product.objects.visible_to(user).sold_on(day).in_bulk(ids)
    return [rows[pk] for pk in ids if pk in rows][:12]
