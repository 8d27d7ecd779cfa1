"""What the list of orders says of each: its customer, and where delivery and payment stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import attrgetter

from markupsafe import Markup

from rapport.core.lists.cells import Lead, Own
from rapport.core.pagelayouts.queries import Line
from rapport.core.pages.calling import url
from rapport.core.pages.formats import date, datetime_, money, percent
from rapport.customers.parties.models import Party
from rapport.sales.orders.layouts import FACTS
from rapport.sales.orders.models import Order
from rapport.ui.names import name
from rapport.ui.rows import BLANK, main_cell, status
from rapport.ui.sentences import gettext as _

FULFILMENT = {"open": "info", "delivered": "ok", "returned": "off"}
BILLING = {"paid": "ok", "part_paid": "warn", "unpaid": ""}


def leads(_rows: Sequence[Order]) -> Callable[[Order], Lead]:
    """Return the function that draws what a row is about."""

    def lead(order: Order) -> Lead:
        href, total = url("orders:open", order.pk), money(order.total, order.currency)
        line = f"{order.party.display_name} · {total}" if order.party else total
        return Lead(href, order.number, main_cell(href, order.number, line=line, first=True))

    return lead


def party_link(party: Party | None) -> Markup:
    """Draw the customer as a link."""
    if party is None:
        return BLANK
    address = url("people:open" if party.is_person else "organizations:open", party.pk)
    return Markup(f'<a href="{address}">{name(party.display_name)}</a>')  # noqa: S704 - escaped


def fulfilment_of(order: Order) -> Markup:
    """Draw where the delivery stands."""
    if order.is_cancelled:
        return status(order.get_commercial_display(), "off")
    lent = order.is_lent and order.delivered_at
    words = _("With the customer") if lent else order.get_fulfilment_display()
    return status(words, FULFILMENT[order.fulfilment])


def billing_of(order: Order) -> Markup:
    """Draw where the payment stands."""
    words = order.get_billing_display()
    if order.billing == "part_paid":
        words = _("%(share)s paid", share=percent(order.paid_total / order.total))
    return status(words, BILLING[order.billing])


def facts(order: Order) -> dict[str, list[Line]]:
    """Return the fields of an order as its page shows them; days that it does not have are left out."""
    found = {
        "party": party_link(order.party) if order.party else _("At the till, without a customer"),
        "ordered_at": datetime_(order.ordered_at),
        "kind": order.get_kind_display(),
        "source": order.get_source_display(),
        "fulfilment": fulfilment_of(order),
        "due_back_on": date(order.due_back_on),
        "returned_at": datetime_(order.returned_at),
        "total": money(order.total, order.currency),
        "billing": billing_of(order),
        "owner": order.owner.name,
    }
    return {one.name: [Line(one.label, found[one.name])] for one in FACTS if found[one.name]}


CELLS = {"fulfilment_of": fulfilment_of, "billing_of": billing_of}
OWN: Own = {
    "party": lambda rows: lambda order: party_link(order.party),
    "fulfilment": lambda rows: fulfilment_of,
    "billing": lambda rows: billing_of,
    "owner": lambda rows: attrgetter("owner.name"),
}
