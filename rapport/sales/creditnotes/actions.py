"""The one verb of a credit note: it is written, for all or a part of an order. It is corrected by another document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from rapport.core.access.actions import require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.company.queries import company
from rapport.core.errors import Conflict, Invalid
from rapport.core.events.actions import publish
from rapport.core.money.money import rounded
from rapport.sales.creditnotes.events import OrderCredited
from rapport.sales.creditnotes.models import CreditNote, CreditNoteLine
from rapport.sales.orders.figures import Figures, of_document, of_line
from rapport.sales.orders.lines import LARGEST_TOTAL
from rapport.sales.orders.models import Order, OrderLine
from rapport.sales.orders.numbers import next_number


class NothingLeftToCredit(Conflict):
    """All of this order is credited already."""


@action
def credit_order(
    order_id: int,
    *,
    by: User,
    at: datetime,
    quantities: Mapping[int, Decimal] | None = None,
    reason: str = "",
) -> CreditNote:
    """Write a credit note for some quantities of an order's lines, or for all that is not credited yet.

    Who credits an order in parts comes to its sums to the cent: the last part is what is left, not computed anew.
    Errors: NothingLeftToCredit, Invalid under `lines.<id>` for more than was sold.
    """
    order = require_row(by, "sales.credit_order", Order, order_id)
    wanted = _wanted(order, quantities)
    if len(reason) > 300 or "\x00" in reason:
        raise Invalid({"reason": _("Use at most %(limit)s characters.") % {"limit": 300}})
    note = CreditNote(
        number=next_number("CN", "sales_credit_note_number", CreditNote),
        order=order,
        party_id=order.party_id,
        owner_id=order.owner_id,
        credited_at=at,
        reason=reason.strip(),
        currency=order.currency,
        rate=order.rate,
    )
    _write(note, order, [_line(note, line, quantity) for line, quantity in wanted])
    told = OrderCredited(
        order_id=order.pk,
        party_id=order.party_id,
        credit_note_id=note.pk,
        total=str(note.total),
        currency=note.currency,
    )
    publish(told, by=by, at=at)
    return note


def _write(note: CreditNote, order: Order, lines: list[CreditNoteLine]) -> None:
    for position, line in enumerate(lines, start=1):
        line.position = position
    sums = of_document(lines)
    note.net_total, note.tax_total, note.total = sums.net, sums.tax, sums.total
    note.base_total = _base_total(note, order)
    if not max(note.total, note.base_total) < LARGEST_TOTAL:
        raise Invalid({"lines": _("This amount is too large.")})
    note.save(force_insert=True)
    CreditNoteLine.objects.bulk_create(lines)


def _base_total(note: CreditNote, order: Order) -> Decimal:
    before = order.credit_notes.aggregate(
        total=Sum("total", default=0), base=Sum("base_total", default=0)
    )
    if before["total"] + note.total == order.total:
        return Decimal(order.base_total - before["base"])
    return rounded(note.total * note.rate, company().base_currency)


def _wanted(
    order: Order, quantities: Mapping[int, Decimal] | None
) -> list[tuple[OrderLine, Decimal]]:
    """Return the lines to credit with their quantities; only what was sold and not credited before."""
    lines = OrderLine.objects.filter(order=order, quantity__gt=0).annotate(
        back=Sum("credited__quantity", default=Decimal(0)),
        net_back=Sum("credited__net", default=Decimal(0)),
        tax_back=Sum("credited__tax", default=Decimal(0)),
    )
    found: list[tuple[OrderLine, Decimal]] = []
    wrong: dict[str, str] = {}
    for line in lines:
        left = line.quantity - line.back
        quantity = left if quantities is None else quantities.get(line.pk, Decimal(0))
        if quantity < 0 or quantity > left:
            wrong[f"lines.{line.pk}"] = _("At most %(left)s can be credited.") % {
                "left": left.normalize()
            }
        elif quantity:
            found.append((line, quantity))
    if wrong:
        raise Invalid(wrong)
    if not found:
        raise NothingLeftToCredit
    return found


def _figures(note: CreditNote, line: Any, quantity: Decimal) -> Figures:
    if line.back + quantity == line.quantity:
        return Figures(line.net - line.net_back, line.tax - line.tax_back)
    return of_line(
        quantity,
        line.unit_price,
        note.currency,
        discount=line.discount,
        tax_rate=line.tax_rate,
    )


def _line(note: CreditNote, line: OrderLine, quantity: Decimal) -> CreditNoteLine:
    figures = _figures(note, line, quantity)
    return CreditNoteLine(
        credit_note=note,
        order_line=line,
        product_id=line.product_id,
        description=line.description,
        quantity=quantity,
        unit_price=line.unit_price,
        discount=line.discount,
        tax_rate=line.tax_rate,
        net=figures.net,
        tax=figures.tax,
        total=figures.total,
    )
