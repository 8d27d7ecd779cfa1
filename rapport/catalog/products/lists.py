"""The list of products, for page, API and export."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.catalog.products.models import Product, ProductKind, TaxCategory
from rapport.core.access.models import User
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.listed import Listed
from rapport.core.lists.spec import ListSpec
from rapport.core.search.queries import matching


def _search(rows: Any, words: str, user: User) -> Any:
    found = matching("product", words)
    return rows.none() if found is None else rows.filter(pk__in=found)


PRODUCTS = ListSpec(
    name="products",
    rows=Product.objects.visible_to,
    search=_search,
    sort="name",
    columns=[
        Column("name", pgettext_lazy("of a thing", "Name"), sortable=True),
        Column("sku", _("Number (SKU)"), sortable=True),
        Column("kind", _("Kind"), Kind.CHOICE, choices=ProductKind.choices),
        Column("category", _("Category")),
        Column("unit", _("Unit")),
        Column("tax_category", _("Tax category"), Kind.CHOICE, choices=TaxCategory.choices),
        Column("currency", _("Currency")),
        Column("cost", _("Cost"), Kind.MONEY, sortable=True, nullable=True),
        Column("list_price", _("List price"), Kind.MONEY, sortable=True, nullable=True),
        Column("active_until", _("On sale until"), Kind.DATE, sortable=True, nullable=True),
    ],
)
LISTED = Listed(PRODUCTS, "products:list")
