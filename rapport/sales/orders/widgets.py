"""Widget: the figures of the month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.company.queries import company
from rapport.core.home.widgets import Reader, Widget
from rapport.core.lists.spec import count_up_to
from rapport.customers.parties.models import Party
from rapport.sales.orders.models import Fulfilment, Order

LIMIT = 10_000
FRESH = 300  # seconds that the figures are shown without being added up again


@dataclass(frozen=True)
class Figures:
    """Sales of the month until now beside the same days of the month before, in base currency; new customers; what is to deliver."""

    revenue: Decimal
    before: Decimal
    new_customers: int
    to_deliver: int

    @property
    def change(self) -> Decimal | None:
        """Return by which share the month is above or below the one before; None when there is nothing to compare with."""
        return None if self.before <= 0 else (self.revenue - self.before) / self.before


def read(reader: Reader) -> dict[str, Any]:
    """Return the figures of the orders and customers that she may see."""
    key = f"home-figures-{reader.user.pk}"
    found: Figures | None = cache.get(key)
    if found is None:
        found = figures(reader.user, reader.at)
        cache.set(key, found, FRESH)
    return {"figures": found, "currency": company().base_currency, "most": LIMIT, "day": reader.day}


def figures(user: User, at: datetime) -> Figures:
    """Add the figures up. Four queries."""
    begin = timezone.localtime(at).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    earlier = (begin - timedelta(days=1)).replace(day=1)
    orders = Order.objects.visible_to(user).standing()
    first = Order.objects.standing().filter(party=OuterRef("pk"))
    new = Party.objects.visible_to(user).filter(
        Exists(first.filter(ordered_at__gte=begin, ordered_at__lte=at)),
        ~Exists(first.filter(ordered_at__lt=begin)),
    )
    return Figures(
        revenue=_sum(orders.filter(ordered_at__gte=begin, ordered_at__lte=at)),
        before=_sum(
            orders.filter(
                ordered_at__gte=earlier, ordered_at__lt=min(begin, earlier + (at - begin))
            )
        ),
        new_customers=count_up_to(new, LIMIT),
        to_deliver=count_up_to(orders.filter(fulfilment=Fulfilment.OPEN), LIMIT),
    )


def _sum(orders: Any) -> Decimal:
    return Decimal(orders.aggregate(total=Sum("base_total"))["total"] or 0)


FIGURES = Widget(
    name="figures",
    label=_("This month"),
    text=_("Sales in base currency beside last month, new customers, orders to deliver."),
    icon="chart-bar",
    template="sales/orders/widget.html",
    read=read,
    right="sales.view_order",
    page="orders:list",
    rows=2,
)
