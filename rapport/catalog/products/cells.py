"""What the list of products says of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from markupsafe import Markup

from rapport.catalog.products.layouts import FACTS
from rapport.catalog.products.models import Product
from rapport.core.lists.cells import Lead
from rapport.core.pagelayouts.queries import Line
from rapport.core.pages import formats
from rapport.core.pages.calling import url
from rapport.ui.rows import BLANK, main_cell, status
from rapport.ui.sentences import gettext as _


def leads(_rows: Sequence[Product]) -> Callable[[Product], Lead]:
    """Return the function that draws what a row is about."""

    def lead(product: Product) -> Lead:
        href, line = url("products:open", product.pk), product.sku
        if product.list_price is not None:
            line = f"{line} · {formats.money(product.list_price, product.currency)}"
        return Lead(href, product.name, main_cell(href, product.name, line=line, first=True))

    return lead


def on_sale(product: Product, *, today: date) -> str | Markup:
    """Draw until when it is sold, or that it is not."""
    if not product.is_sold_on(today):
        return status(_("Off sale"), "off")
    return formats.date(product.active_until) or BLANK


def facts(product: Product, today: date) -> dict[str, list[Line]]:
    """Return the fields of a product as its page shows them."""
    found = {
        "sku": product.sku,
        "kind": product.get_kind_display(),
        "category": product.category or "–",
        "unit": product.unit or "–",
        "tax_category": product.get_tax_category_display(),
        "list_price": formats.money(product.list_price, product.currency),
        "cost": formats.money(product.cost, product.currency),
        "on_sale": _sale(product, today),
    }
    return {one.name: [Line(one.label, found[one.name])] for one in FACTS}


def _sale(product: Product, today: date) -> str | Markup:
    day = formats.date(product.active_until)
    if not product.is_sold_on(today):
        return status(_("Off sale since %(day)s", day=day), "off")
    return _("until %(day)s", day=day) if day else status(_("Yes"), "ok")
