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
    shown=("sku", "kind", "category", "cost", "list_price", "active_until"),
    columns=[
        Column("name", pgettext_lazy("of a thing", "Name"), sortable=True),
        Column("sku", _("Number (SKU)"), sortable=True, width=140),
        Column("kind", _("Kind"), Kind.CHOICE, choices=ProductKind.choices, width=110),
        Column("category", _("Category"), width=150),
        Column("unit", _("Unit"), width=90),
        Column(
            "tax_category", _("Tax category"), Kind.CHOICE, choices=TaxCategory.choices, width=120
        ),
        Column("currency", _("Currency"), width=90),
        Column("cost", _("Cost"), Kind.MONEY, sortable=True, nullable=True, width=120),
        Column("list_price", _("List price"), Kind.MONEY, sortable=True, nullable=True, width=120),
        Column(
            "active_until", _("On sale until"), Kind.DATE, sortable=True, nullable=True, width=130
        ),
    ],
)
LISTED = Listed(PRODUCTS, "products:list")
