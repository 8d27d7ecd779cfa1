"""The page of a product and its form, as they can be arranged."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.catalog.products.models import Product
from rapport.core.access.models import User
from rapport.core.pagelayouts.sheets import Field, Part, Section, Sheet

FACTS = [
    Field("sku", _("Number (SKU)")),
    Field("kind", _("Kind")),
    Field("category", _("Category")),
    Field("unit", _("Unit")),
    Field("tax_category", _("Tax category")),
    Field("list_price", _("List price")),
    Field("cost", _("Cost")),
    Field("on_sale", _("On sale")),
]
ASKED = [
    Field("name", pgettext_lazy("of a thing", "Name"), is_needed=True, is_wide=True),
    Field("sku", _("Number (SKU)"), is_needed=True),
    Field("category", _("Category")),
    Field("kind", _("Kind"), is_needed=True),
    Field("unit", _("Unit")),
    Field("tax_category", _("Tax category"), is_needed=True),
    Field("currency", _("Currency"), is_needed=True),
    Field("list_price", _("List price")),
    Field("cost", _("Cost")),
]


def _latest(user: User) -> str:
    key = Product.objects.visible_to(user).order_by("-pk").values_list("pk", flat=True).first()
    return reverse("products:open", args=[key]) if key else ""


PRODUCT = Sheet(
    name="product",
    label=pgettext_lazy("of a record", "Page"),
    fields=lambda: FACTS,
    shipped=[Section([one.name for one in FACTS])],
    sample=_latest,
    parts=lambda: [
        Part("details", _("Details")),
        Part("aliases", _("Other descriptions")),
        Part("referring", _("Referred to by")),
    ],
)
PRODUCT_FORM = Sheet(
    name="product-form",
    label=pgettext_lazy("of a record", "Form"),
    fields=lambda: ASKED,
    shipped=[Section([one.name for one in ASKED], columns=2)],
    sample=lambda _user: reverse("products:create"),
    is_form=True,
)
