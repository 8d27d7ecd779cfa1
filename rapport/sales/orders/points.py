"""What a customer's orders give to talk about: what should be back, what arrived and nobody asked about."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Min, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.company.queries import company
from rapport.core.pages.formats import ago, date, money, number
from rapport.customers.parties.models import Party
from rapport.customers.parties.panels import Point
from rapport.sales.orders.models import Order, OrderLine

FRESH = timedelta(days=45)
WAITING = timedelta(days=180)


def lent(party: Party, user: User, at: datetime) -> list[Point]:
    """Return the rentals that should have been back, the oldest first."""
    today = timezone.localdate(at)
    rows = Order.objects.visible_to(user).filter(party=party).overdue(today)
    return [
        _point(
            "clock-exclamation",
            _("%(what)s is not back yet"),
            order,
            _("Due on %(day)s, order %(number)s.")
            % {"day": date(order.due_back_on), "number": order.number},
        )
        for order in rows.order_by("due_back_on")[:3]
    ]


def delivered(party: Party, user: User, at: datetime) -> list[Point]:
    """Return the latest delivery of the last weeks, and whether anybody was in contact since."""
    rows = Order.objects.visible_to(user).standing().filter(party=party, returned_at=None)
    order = (
        rows.filter(delivered_at__gt=at - FRESH, delivered_at__lte=at)
        .order_by("-total", "-delivered_at")
        .first()
    )
    if order is None or order.delivered_at is None:
        return []
    values = {"day": date(order.delivered_at), "ago": ago(order.delivered_at)}
    heard = party.last_touch_at and party.last_touch_at > order.delivered_at
    reason = (
        _("On %(day)s, %(ago)s.") if heard else _("On %(day)s. Nobody has asked about it yet.")
    ) % values
    return [_point("package", _("%(what)s was delivered"), order, reason)]


def coming(party: Party, user: User, at: datetime) -> list[Point]:
    """Return the latest order that is still to be delivered, and what of it is not paid yet."""
    rows = Order.objects.visible_to(user).standing().filter(party=party, delivered_at=None)
    order = rows.filter(ordered_at__lte=at, ordered_at__gt=at - WAITING).order_by("-total").first()
    if order is None:
        return []
    values = {
        "day": date(order.ordered_at),
        "number": order.number,
        "open": money(order.total - order.paid_total, order.currency),
    }
    reason = (
        _("Order %(number)s of %(day)s, %(open)s not paid yet.")
        if order.paid_total < order.total
        else _("Order %(number)s of %(day)s, paid.")
    ) % values
    return [_point("calendar-event", _("%(what)s is still to come"), order, reason)]


def bought(party: Party, user: User, at: datetime) -> list[Point]:
    """Return what the customer has bought so far, in the base currency, and since when."""
    rows = Order.objects.visible_to(user).standing().filter(party=party)
    found = rows.aggregate(total=Sum("base_total"), count=Count("pk"), first=Min("ordered_at"))
    if found["count"] < 2:
        return []
    currency = company().base_currency
    title = _("%(total)s in %(n)s orders") % {
        "total": money(found["total"], currency),
        "n": number(found["count"]),
    }
    reason = _("Since %(day)s, without what was cancelled.") % {"day": date(found["first"])}
    return [Point(icon="coin", title=title, reason=reason)]


def _point(icon: str, title: str, order: Order, reason: str) -> Point:
    return Point(
        icon=icon,
        title=title % {"what": what_of(order)},
        reason=reason,
        href=reverse("orders:open", args=[order.pk]),
        source=_("Order"),
    )


def what_of(order: Order) -> str:
    """Return what an order is about: its most expensive line."""
    line = OrderLine.objects.filter(order=order).order_by("-total", "position").first()
    return line.description if line else order.number
