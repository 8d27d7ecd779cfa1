"""Orders from files: one row per line, grouped by order number; an order comes in whole or not at all."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.imports.cells import Reading
from rapport.core.imports.kinds import ImportKind, Option
from rapport.customers.parties.imports import SYSTEM
from rapport.sales.orders import staged
from rapport.sales.orders.columns import FIELDS


def derive(values: dict[str, Any], reading: Reading, options: dict[str, Any]) -> dict[str, Any]:
    """Say what a line lacks."""
    if not (values.get("sku") or values.get("description")):
        return {"reason": _("Choose a product or write what was sold.")}
    if values.get("unit_price") is None:
        return {"reason": _("Unit price: is missing")}
    quantity = values.get("quantity") or "1"
    if not float(quantity):
        return {"reason": _("Enter a quantity other than zero.")}
    return {"quantity": quantity}


def _yes_no() -> list[tuple[str, Any]]:
    return [("no", _("No")), ("yes", _("Yes"))]


ORDERS = ImportKind(
    name="orders",
    label=gettext_lazy("Orders with lines"),
    icon="shopping-cart",
    right="sales.place_order",
    hint=gettext_lazy("One row per line; rows with the same order number become one order."),
    fields=FIELDS,
    derive=derive,
    columns={
        "party_id": "bigint",
        "product_id": "bigint",
        "net": "numeric",
        "tax": "numeric",
        "digits": "int",
    },
    decides=("party_id", "product_id", "currency", "net", "tax", "digits"),
    unit="number",
    pages={"sales_order": "orders:open", "catalog_product": "products:open"},
    indexed={
        "order": "SELECT o.id FROM sales_order o JOIN (SELECT DISTINCT number FROM {stage} s WHERE {here}"
        " AND outcome IN ('created', 'updated')) n USING (number)"
    },
    prepare=staged.prepare,
    decide=staged.decide,
    write=staged.write,
    options=(
        SYSTEM,
        Option(
            "currency",
            gettext_lazy("Currency, where the file names none"),
            help=gettext_lazy("Empty: the company's own."),
        ),
        Option(
            "rate",
            gettext_lazy("Exchange rate, where the file names none"),
            help=gettext_lazy(
                "What one unit of the file's currency is worth in the company's own."
            ),
        ),
        Option(
            "credit_prefix",
            gettext_lazy("Numbers that begin with this are credit notes"),
            help=gettext_lazy("Such as C: C536379 takes back what was sold."),
        ),
        Option(
            "unknown_customers",
            gettext_lazy("Customers who are not found"),
            default="refuse",
            choices=lambda: [
                ("refuse", _("Put the order into the errors file")),
                ("without", _("Import the order without a customer")),
            ],
        ),
        Option(
            "unknown_products",
            gettext_lazy("Products that are not found"),
            default="create",
            choices=lambda: [
                ("create", _("Add them to the catalogue")),
                ("refuse", _("Put the order into the errors file")),
            ],
        ),
        Option(
            "settled",
            gettext_lazy("These orders are delivered and paid"),
            default="no",
            choices=_yes_no,
        ),
    ),
)
