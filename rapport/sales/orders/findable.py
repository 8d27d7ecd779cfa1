"""Orders as search finds them."""

from django.utils.translation import gettext_lazy as _

from rapport.core.search.kinds import Kind
from rapport.sales.orders.entries import entry_of, rows

ORDERS = Kind(
    name="order",
    label=_("Orders"),
    icon="shopping-cart",
    page="orders:open",
    model="sales.Order",
    rows=rows,
    entry=entry_of,
    sources={"sales_order": "id"},
)
