"""Index of the room's tables."""

from rapport.catalog.products.models import Product, ProductAlias

__all__ = ["Product", "ProductAlias"]
