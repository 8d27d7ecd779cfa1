"""What the list of products says of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from markupsafe import Markup

from rapport.catalog.products.models import Product
from rapport.core.lists.cells import Lead
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
