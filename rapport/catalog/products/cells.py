"""What the list of products says of each."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from rapport.catalog.products.models import Product
from rapport.core.pages import formats
from rapport.ui.rows import BLANK, status
from rapport.ui.sentences import gettext as _


def on_sale(product: Product, *, today: date) -> str | Markup:
    """Draw until when it is sold, or that it is not."""
    if not product.is_sold_on(today):
        return status(_("Off sale"), "off")
    return formats.date(product.active_until) or BLANK
