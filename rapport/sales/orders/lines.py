"""Lines as somebody enters them: checked, priced, and written into an order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from rapport.catalog.products.models import Product
from rapport.core.company.queries import company
from rapport.core.errors import Invalid
from rapport.core.money.money import rounded
from rapport.sales.orders.figures import Figures, of_document, of_line
from rapport.sales.orders.models import Order, OrderLine

LARGEST = Decimal(10) ** 11
LARGEST_LINE = Decimal(10) ** 14
LARGEST_TOTAL = Decimal(10) ** 15
ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class LineInput:
    """One line as entered. With `id` it changes that line; without a description the product's name stands."""

    quantity: Decimal
    unit_price: Decimal
    product_id: int | None = None
    description: str = ""
    discount: Decimal = ZERO
    tax_rate: Decimal = ZERO
    id: int | None = None


def entered(order: Order) -> list[LineInput]:
    """Return the order's lines as they were entered."""
    return [
        LineInput(
            id=line.pk,
            product_id=line.product_id,
            description=line.description,
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount=line.discount,
            tax_rate=line.tax_rate,
        )
        for line in order.lines.all()
    ]


def checked(lines: Sequence[LineInput]) -> dict[int, Product]:
    """Return the lines' products. Errors: Invalid, with a sentence per line under `lines.0.quantity`."""
    if not lines:
        raise Invalid({"lines": _("Add at least one line.")})
    named = [line.id for line in lines if line.id is not None]
    if len(named) != len(set(named)):
        raise Invalid({"lines": _("The same line is there twice.")})
    ids = {line.product_id for line in lines if line.product_id is not None}
    products = Product.objects.in_bulk(list(ids))
    wrong: dict[str, str] = {}
    for place, line in enumerate(lines):
        for name, sentence in _wrong(line, products).items():
            wrong[f"lines.{place}.{name}"] = sentence
    if wrong:
        raise Invalid(wrong)
    return products


def _wrong(line: LineInput, products: dict[int, Product]) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if line.product_id is not None and line.product_id not in products:
        wrong["product"] = _("This product does not exist.")
    if line.product_id is None and not line.description.strip():
        wrong["description"] = _("Choose a product or write what was sold.")
    if len(line.description) > 300 or "\x00" in line.description:
        wrong["description"] = _("Use at most %(limit)s characters.") % {"limit": 300}
    if line.quantity == 0 or not abs(line.quantity) < LARGEST:
        wrong["quantity"] = _("Enter a quantity other than zero.")
    is_written = abs(line.unit_price) < LARGEST
    if not is_written or not abs(line.quantity * line.unit_price) < LARGEST_LINE:
        wrong["unit_price"] = _("This amount is too large.")
    for name in ("discount", "tax_rate"):
        if not 0 <= getattr(line, name) <= 100:
            wrong[name] = _("Enter a percentage between 0 and 100.")
    return wrong


def write_lines(order: Order, lines: Sequence[LineInput], products: dict[int, Product]) -> None:
    """Make the order's lines equal to these and set its totals; kept lines keep their id and their cost at sale."""
    kept = {line.pk: line for line in OrderLine.objects.filter(order=order)}
    gone = set(kept) - {line.id for line in lines if line.id is not None}
    OrderLine.objects.filter(pk__in=gone).delete()
    added: list[OrderLine] = []
    figures: list[Figures] = []
    for position, line in enumerate(lines, start=1):
        row = kept.get(line.id or 0) or OrderLine(order=order)
        figures.append(_fill(row, line, position, products, order.currency))
        if row.pk is None:
            added.append(row)
        else:
            row.save()
    OrderLine.objects.bulk_create(added)
    set_totals(order, of_document(figures))


def _fill(
    row: OrderLine, line: LineInput, position: int, products: dict[int, Product], currency: str
) -> Figures:
    product = products.get(line.product_id or 0)
    if product is not None and row.product_id != product.pk:
        row.cost = product.cost if product.currency == currency else None
    row.product, row.position = product, position
    row.description = line.description.strip() or (product.name if product else "")
    row.quantity, row.unit_price = line.quantity, line.unit_price
    row.discount, row.tax_rate = line.discount, line.tax_rate
    found = of_line(
        line.quantity, line.unit_price, currency, discount=line.discount, tax_rate=line.tax_rate
    )
    row.net, row.tax, row.total = found.net, found.tax, found.total
    return found


def set_totals(order: Order, sums: Figures) -> None:
    """Set the order's totals and what follows from them: base total and billing."""
    order.net_total, order.tax_total, order.total = sums.net, sums.tax, sums.total
    order.base_total = base_total(order)
    order.billing = order.billing_for(order.paid_total, order.total)


def base_total(order: Order) -> Decimal:
    """Return what the order comes to in base currency. Errors: Invalid when no document holds that much."""
    found = rounded(order.total * order.rate, company().base_currency)
    if not max(abs(order.total), abs(found)) < LARGEST_TOTAL:
        raise Invalid({"lines": _("This amount is too large.")})
    return found
