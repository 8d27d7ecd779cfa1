"""What pages, search and the API read of orders."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from rapport.catalog.products.models import Product
from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.customers.parties.models import Party
from rapport.sales.orders.models import Order, OrderLine


def order(user: User, order_id: int) -> Order:
    """Return one order with its customer. Errors: Missing."""
    rows = Order.objects.visible_to(user).select_related("party", "owner", "account")
    found = rows.filter(pk=order_id).first()
    if found is None:
        raise Missing
    return found


def lines_of(row: Order) -> list[OrderLine]:
    """Return an order's lines with their products."""
    return list(OrderLine.objects.filter(order=row).select_related("product"))


@dataclass(frozen=True)
class Bought:
    """What a customer ordered, in short: the latest orders, how many there are, and their sum in base currency."""

    orders: list[Order]
    count: int
    total: Decimal


def bought_by(user: User, party_id: int, limit: int = 6) -> Bought:
    """Return a customer's orders as the panel beside his record shows them. Two queries."""
    rows = Order.objects.visible_to(user).filter(party_id=party_id)
    sums = rows.standing().aggregate(count=Count("id"), total=Sum("base_total"))
    latest = list(rows.order_by("-ordered_at", "-id")[:limit])
    return Bought(latest, sums["count"], sums["total"] or Decimal(0))


def list_prices(product_ids: list[int | None]) -> dict[int, Decimal]:
    """Return the list price of each product that has one."""
    rows = Product.objects.filter(pk__in=[pk for pk in product_ids if pk], list_price__isnull=False)
    return {product.pk: product.list_price or Decimal(0) for product in rows}


def product_names(keys: list[object]) -> dict[str, str]:
    """Return what the product fields of a form show, by the key as it was typed."""
    wanted = [int(str(key)) for key in keys if str(key or "").isdecimal() and len(str(key)) < 19]
    return {
        str(pk): name
        for pk, name in Product.objects.filter(pk__in=wanted).values_list("pk", "name")
    }


def party_name(user: User, key: str) -> str:
    """Return the name of the customer that an order's form holds, by the key as it was typed."""
    if not key.isdecimal() or len(key) > 18:
        return ""
    party = Party.objects.visible_to(user).filter(pk=int(key)).first()
    return party.display_name if party else _("Somebody you cannot see")


def credit_notes_of(order: Order) -> list[Any]:
    """Return the credit notes written for an order, latest first."""
    return list(order.credit_notes.order_by("-credited_at", "-id"))
