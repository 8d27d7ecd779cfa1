"""What a customer's orders give to talk about: what should be back, what arrived and nobody asked about."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.pages.formats import date
from rapport.customers.parties.models import Party
from rapport.customers.parties.panels import Point
from rapport.sales.orders.models import Order, OrderLine

FRESH = timedelta(days=30)


def lent(party: Party, user: User, at: datetime) -> list[Point]:
    """Return the rentals that should have been back, the oldest first."""
    today = timezone.localdate(at)
    rows = Order.objects.visible_to(user).filter(party=party).overdue(today)
    return [
        Point(
            icon="clock-exclamation",
            title=_("%(what)s is not back yet") % {"what": what_of(order)},
            reason=_("Due on %(day)s, order %(number)s.")
            % {"day": date(order.due_back_on), "number": order.number},
            href=reverse("orders:open", args=[order.pk]),
            source=_("Order"),
        )
        for order in rows.order_by("due_back_on")[:3]
    ]


def delivered(party: Party, user: User, at: datetime) -> list[Point]:
    """Return the latest delivery of the last month, if nobody was in contact with the customer since."""
    rows = Order.objects.visible_to(user).standing().filter(party=party, returned_at=None)
    order = (
        rows.filter(delivered_at__gt=at - FRESH, delivered_at__lte=at)
        .order_by("-delivered_at")
        .first()
    )
    if order is None or order.delivered_at is None:
        return []
    if party.last_touch_at and party.last_touch_at > order.delivered_at:
        return []
    return [
        Point(
            icon="package",
            title=_("%(what)s was delivered") % {"what": what_of(order)},
            reason=_("On %(day)s. Nobody has asked about it yet.")
            % {"day": date(order.delivered_at)},
            href=reverse("orders:open", args=[order.pk]),
            source=_("Order"),
        )
    ]


def what_of(order: Order) -> str:
    """Return what an order is about: its most expensive line."""
    line = OrderLine.objects.filter(order=order).order_by("-total", "position").first()
    return line.description if line else order.number
