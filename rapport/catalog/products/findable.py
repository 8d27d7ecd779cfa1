"""Products as search finds them."""

from django.utils.translation import gettext_lazy as _

from rapport.catalog.products.entries import entry_of, rows
from rapport.core.search.kinds import Kind

PRODUCTS = Kind(
    name="product",
    label=_("Products"),
    icon="package",
    page="products:open",
    model="catalog.Product",
    rows=rows,
    entry=entry_of,
    sources={"catalog_product": "id", "catalog_productalias": "product_id"},
)
