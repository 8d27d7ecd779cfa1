"""What pages, search and the API read of products."""

from __future__ import annotations

from datetime import date

from rapport.catalog.products.models import Product
from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.search.queries import search


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
