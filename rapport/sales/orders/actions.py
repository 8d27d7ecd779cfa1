"""The verbs of an order: placed, edited, delivered, returned, settled, cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.company.queries import company
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.money.money import CURRENCIES, rounded
from rapport.core.search.actions import write_entries
from rapport.core.sentences import NOT_OFFERED
from rapport.customers.accounts.models import Account
from rapport.customers.parties.actions import make_customer
from rapport.customers.parties.models import Party
from rapport.sales.orders.entries import entries
from rapport.sales.orders.events import (
    OrderCancelled,
    OrderDelivered,
    OrderEdited,
    OrderPlaced,
    OrderReturned,
    OrderSettled,
)
from rapport.sales.orders.lines import LineInput, base_total, checked, entered, write_lines
from rapport.sales.orders.models import (
    Commercial,
    Fulfilment,
    Order,
    OrderKind,
    OrderSource,
)
from rapport.sales.orders.numbers import next_number

EDITABLE = ("kind", "source", "ordered_at", "due_back_on", "currency", "rate", "note")


class OrderIsCancelled(Conflict):
    """This order was cancelled. Place a new one instead."""


class OrderIsDelivered(Conflict):
    """This order is delivered already. Write a credit note for what the customer does not keep."""


class OrderIsCredited(Conflict):
    """A part of this order is credited already. Place a new order for what the customer takes instead."""


class OrderIsReturned(Conflict):
    """This order came back already."""


class OrderIsNotDelivered(Conflict):
    """This order is not delivered yet."""


class OrderIsPaid(Conflict):
    """Something was paid for this order. Write a credit note instead of cancelling it."""


class NumberTaken(Invalid):
    """There is already an order %(number)s."""


@action
def place_order(
    *,
    by: User,
    at: datetime,
    lines: Sequence[LineInput],
    party_id: int | None = None,
    account_id: int | None = None,
    number: str = "",
    **values: Any,
) -> Order:
    """Write down what a customer ordered; without a customer it belongs to whoever writes it down.

    `values` are those of EDITABLE. Without a rate, the order must be in the base currency. Errors: Invalid, Missing.
    """
    require(by, "sales.place_order")
    products = checked(lines)
    order = Order(owner=by, **_checked({"ordered_at": at, **values}))
    _give_to(order, party_id, account_id, by)
    order.number = _free_number(number.strip())
    order.save(force_insert=True)
    write_lines(order, lines, products)
    order.save(update_fields=["net_total", "tax_total", "total", "base_total", "billing"])
    write_entries(entries([order.pk]))
    told = OrderPlaced(
        order_id=order.pk, party_id=order.party_id, total=str(order.total), currency=order.currency
    )
    publish(told, by=by, at=at)
    _won(order, by, at)
    return order


@action
def edit_order(
    order_id: int,
    *,
    by: User,
    at: datetime,
    version: int | None = None,
    lines: Sequence[LineInput] | None = None,
    **values: Any,
) -> Order:
    """Change an order that stands; its lines and its currency only until it is delivered or credited.

    In another currency all lines are computed anew. Errors: OrderIsCancelled, OrderIsDelivered, OrderIsCredited, Invalid.
    """
    order = require_row(by, "sales.edit_order", Order, order_id, version=version)
    _require_standing(order)
    if values.get("currency", order.currency) != order.currency:
        _require_unpaid(order)
        lines = entered(order) if lines is None else lines
    if lines is not None:
        _require_open_lines(order)
    if "party_id" in values or "account_id" in values:
        _give_to(order, values.pop("party_id", order.party_id), values.pop("account_id", None), by)
    for name, value in _checked(values, order).items():
        setattr(order, name, value)
    if lines is not None:
        write_lines(order, lines, checked(lines))
    order.base_total = base_total(order)
    order.save()
    write_entries(entries([order.pk]))
    publish(OrderEdited(order_id=order.pk, party_id=order.party_id), by=by, at=at)
    _won(order, by, at)
    return order


@action
def deliver_order(
    order_id: int, *, by: User, at: datetime, delivered_at: datetime | None = None
) -> Order:
    """Note that what was ordered is with the customer. Errors: OrderIsCancelled, OrderIsDelivered."""
    order = require_row(by, "sales.deliver_order", Order, order_id)
    _require_standing(order)
    if order.delivered_at is not None:
        raise OrderIsDelivered
    order.fulfilment, order.delivered_at = Fulfilment.DELIVERED, delivered_at or at
    order.save(update_fields=["fulfilment", "delivered_at"])
    publish(OrderDelivered(order_id=order.pk, party_id=order.party_id), by=by, at=at)
    _won(order, by, at)
    return order


@action
def return_order(
    order_id: int, *, by: User, at: datetime, returned_at: datetime | None = None
) -> Order:
    """Note that what was delivered or lent came back. Errors: OrderIsNotDelivered, OrderIsReturned."""
    order = require_row(by, "sales.return_order", Order, order_id)
    _require_standing(order)
    if order.returned_at is not None:
        raise OrderIsReturned
    if order.delivered_at is None:
        raise OrderIsNotDelivered
    order.fulfilment, order.returned_at = Fulfilment.RETURNED, returned_at or at
    order.save(update_fields=["fulfilment", "returned_at"])
    publish(OrderReturned(order_id=order.pk, party_id=order.party_id), by=by, at=at)
    return order


@action
def settle_order(order_id: int, *, by: User, at: datetime, amount: Decimal) -> Order:
    """Record a payment in the order's currency; a negative amount takes one back. Errors: Invalid."""
    order = require_row(by, "sales.settle_order", Order, order_id)
    _require_standing(order)
    paid = order.paid_total + amount
    is_payable = 0 < abs(amount) < 10**14 and amount == rounded(amount, order.currency)
    if not is_payable or paid < 0:
        raise Invalid({"amount": _("Enter the amount that was paid.")})
    order.paid_total, order.billing = paid, order.billing_for(paid, order.total)
    order.save(update_fields=["paid_total", "billing"])
    told = OrderSettled(
        order_id=order.pk, party_id=order.party_id, paid_total=str(paid), currency=order.currency
    )
    publish(told, by=by, at=at)
    return order


@action
def cancel_order(order_id: int, *, by: User, at: datetime) -> Order:
    """Cancel an order of which nothing was delivered or paid. Errors: OrderIsCancelled, OrderIsDelivered, OrderIsPaid."""
    order = require_row(by, "sales.cancel_order", Order, order_id)
    _require_standing(order)
    if order.delivered_at is not None:
        raise OrderIsDelivered
    if order.paid_total > 0:
        raise OrderIsPaid
    order.commercial, order.cancelled_at = Commercial.CANCELLED, at
    order.save(update_fields=["commercial", "cancelled_at"])
    publish(OrderCancelled(order_id=order.pk, party_id=order.party_id), by=by, at=at)
    return order


def _won(order: Order, by: User, at: datetime) -> None:
    """Count whoever ordered among the customers."""
    told = make_customer(order.party_id) if order.party_id is not None else None
    if told is not None:
        publish(told, by=by, at=at)


def _free_number(number: str) -> str:
    """Return the wanted number, or the next one. Errors: NumberTaken."""
    if not number:
        return next_number("SO", "sales_order_number", Order)
    if len(number) > 60 or "\x00" in number:
        raise Invalid({"number": _("Use at most %(limit)s characters.") % {"limit": 60}})
    if Order.objects.filter(number=number).exists():
        raise NumberTaken({"number": NumberTaken(number=number).sentence()}, number=number)
    return number


def _require_standing(order: Order) -> None:
    if order.is_cancelled:
        raise OrderIsCancelled


def _require_open_lines(order: Order) -> None:
    if order.delivered_at is not None:
        raise OrderIsDelivered
    if order.lines.filter(credited__isnull=False).exists():
        raise OrderIsCredited


def _require_unpaid(order: Order) -> None:
    if order.paid_total > 0:
        sentence = _("Something was paid in %(currency)s already.") % {"currency": order.currency}
        raise Invalid({"currency": sentence})


def _give_to(order: Order, party_id: int | None, account_id: int | None, by: User) -> None:
    """Make a customer the order's, if the user may see him, and his owner the order's owner."""
    if account_id is not None:
        account = Account.objects.visible_to(by).filter(pk=account_id).first()
        if account is None or party_id not in {None, account.party_id}:
            raise Missing
        party_id = account.party_id
    order.account_id = account_id
    party = None
    if party_id is not None:
        party = Party.objects.visible_to(by).kept().filter(pk=party_id).first()
        if party is None:
            raise Missing
    order.party = party
    order.owner_id = party.owner_id if party else (order.owner_id or by.pk)


def _checked(values: dict[str, Any], order: Order | None = None) -> dict[str, Any]:
    """Return the values as they are stored. Errors: Invalid with a sentence per field."""
    unknown = set(values) - set(EDITABLE)
    if unknown:
        msg = f"An order has no {', '.join(sorted(unknown))}."
        raise TypeError(msg)
    base = company().base_currency
    found = dict(values)
    currency = found.setdefault("currency", order.currency if order else base)
    if currency == base:
        found["rate"] = Decimal(1)
    elif "rate" not in found and order is not None and order.currency == currency:
        found["rate"] = order.rate
    if order is not None:
        found.setdefault("ordered_at", order.ordered_at)
        found.setdefault("due_back_on", order.due_back_on)
    wrong = _wrong(found, base)
    if wrong:
        raise Invalid(wrong)
    return found


def _wrong(found: dict[str, Any], base: str) -> dict[str, str]:
    wrong: dict[str, str] = {}
    for name, choices in (("kind", OrderKind), ("source", OrderSource)):
        if name in found and found[name] not in choices.values:
            wrong[name] = str(NOT_OFFERED)
    if found["currency"] not in CURRENCIES:
        wrong["currency"] = _("Use a three-letter currency code such as CNY or EUR.")
    elif not 0 < (found.get("rate") or 0) < 10**9:
        wrong["rate"] = _("Enter what one %(currency)s is worth in %(base)s.") % {
            "currency": found["currency"],
            "base": base,
        }
    day: date | None = found.get("due_back_on")
    if day and day < found["ordered_at"].date():
        wrong["due_back_on"] = _("This is before the order.")
    if len(found.get("note") or "") > 10_000 or "\x00" in (found.get("note") or ""):
        wrong["note"] = _("Use at most %(limit)s characters.") % {"limit": 10_000}
    return wrong
