"""Orders as search finds them."""

from django.utils.translation import gettext_lazy as _

from rapport.core.search.kinds import Kind
from rapport.sales.orders.queries import entries

ORDERS = Kind(
    name="order",
    label=_("Orders"),
    icon="shopping-cart",
    page="orders:open",
    model="sales.Order",
    entries=entries,
    sources={"sales_order": "id"},
)
