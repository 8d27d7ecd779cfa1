"""Orders as they stand on a customer's timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.access.models import User
from rapport.core.pages.formats import money
from rapport.sales.orders.models import Order
from rapport.touchpoints.timeline.entries import COUNTED, Asked, Entry, Filter, Source


def entries(asked: Asked) -> Iterable[Entry]:
    """Return a page of orders, by the day they were placed."""
    rows = Order.objects.visible_to(asked.user)
    if asked.words:
        rows = rows.filter(number__icontains=asked.words)
    for order in asked.cut(rows, "order", "ordered_at"):
        yield Entry(
            source="order",
            id=order.pk,
            party_id=order.party_id,
            at=order.ordered_at,
            icon="shopping-cart",
            title=_("Order %(number)s") % {"number": order.number},
            what=f"{money(order.total, order.currency)} · {_where(order)}",
            href=reverse("orders:open", args=[order.pk]),
            mark="bad" if order.is_cancelled else "",
        )


def _where(order: Order) -> str:
    if order.is_cancelled:
        return str(order.get_commercial_display())
    return str(order.get_fulfilment_display())


def counts(user: User, parties: Sequence[int]) -> Mapping[str, int]:
    """Return how many orders there are."""
    rows = Order.objects.visible_to(user).filter(party_id__in=parties)
    return {"order": len(rows.values_list("pk", flat=True)[:COUNTED])}


ORDERS = Source(
    "order",
    [Filter("order", gettext_lazy("Orders"), "shopping-cart")],
    entries,
    counts,
    [
        "OrderPlaced",
        "OrderEdited",
        "OrderDelivered",
        "OrderReturned",
        "OrderCancelled",
        "OrderSettled",
    ],
)
