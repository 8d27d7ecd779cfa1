"""The list of orders, for page, API and export."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.listed import Listed
from rapport.core.lists.spec import ListSpec
from rapport.core.search.queries import matching
from rapport.sales.orders.models import (
    Billing,
    Commercial,
    Fulfilment,
    Order,
    OrderKind,
    OrderSource,
)


def colleagues(user: User) -> list[tuple[str, str]]:
    """Return the colleagues to filter by."""
    rows = User.objects.filter(is_system=False).order_by("name").values_list("pk", "name")
    return [(str(key), name) for key, name in rows]


def _search(rows: Any, words: str, user: User) -> Any:
    found = matching("order", words)
    return rows.none() if found is None else rows.filter(pk__in=found)


ORDERS = ListSpec(
    name="orders",
    rows=lambda user: Order.objects.visible_to(user).select_related("party", "owner"),
    search=_search,
    sort="-ordered_at",
    shown=("party", "ordered_at", "kind", "source", "fulfilment", "billing", "owner", "total"),
    columns=[
        Column("number", _("Number"), width=150),
        Column("party", _("Customer"), Kind.KEY, path="party_id", nullable=True),
        Column("ordered_at", _("Ordered on"), Kind.DATETIME, sortable=True, width=130),
        Column("kind", _("Kind"), Kind.CHOICE, choices=OrderKind.choices, width=110),
        Column("source", _("Source"), Kind.CHOICE, choices=OrderSource.choices, width=100),
        Column("total", _("Total"), Kind.MONEY, base="base_total", width=130),
        Column("base_total", _("In base currency"), Kind.MONEY, in_base=True, width=140),
        Column("currency", _("Currency"), width=90),
        Column("commercial", _("Order"), Kind.CHOICE, choices=Commercial.choices, width=120),
        Column("fulfilment", _("Delivery"), Kind.CHOICE, choices=Fulfilment.choices, width=144),
        Column("billing", _("Payment"), Kind.CHOICE, choices=Billing.choices, width=110),
        Column("due_back_on", _("Due back on"), Kind.DATE, width=120),
        Column("owner", _("Owner"), Kind.USER, path="owner_id", choices=colleagues, width=120),
    ],
)
LISTED = Listed(ORDERS, "orders:list")
