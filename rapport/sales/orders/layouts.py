"""The page of an order and its form, as they can be arranged."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import User
from rapport.core.pagelayouts.sheets import Field, Part, Section, Sheet
from rapport.sales.orders.models import Order

FACTS = [
    Field("party", _("Customer")),
    Field("ordered_at", _("Ordered on")),
    Field("kind", _("Kind")),
    Field("source", _("Source")),
    Field("fulfilment", _("Delivery")),
    Field("due_back_on", _("Due back on")),
    Field("returned_at", _("Returned on")),
    Field("total", _("Total")),
    Field("billing", _("Payment")),
    Field("owner", _("Owner")),
]
ASKED = [
    Field("party", _("Customer"), is_wide=True),
    Field("kind", _("Kind"), is_needed=True),
    Field("source", _("Source"), is_needed=True),
    Field("ordered_at", _("Ordered on"), is_needed=True),
    Field("due_back_on", _("Due back on")),
    Field("currency", _("Currency"), is_needed=True),
    Field("rate", _("Exchange rate")),
    Field("lines", _("Lines"), is_needed=True, is_wide=True),
    Field("note", _("Note"), is_wide=True),
]
HEAD = ["party", "kind", "source", "ordered_at", "due_back_on", "currency", "rate"]


def _latest(user: User) -> str:
    key = Order.objects.visible_to(user).order_by("-pk").values_list("pk", flat=True).first()
    return reverse("orders:open", args=[key]) if key else ""


ORDER = Sheet(
    name="order",
    label=pgettext_lazy("of a record", "Page"),
    fields=lambda: FACTS,
    shipped=[Section([one.name for one in FACTS])],
    sample=_latest,
    parts=lambda: [
        Part("details", _("Details")),
        Part("lines", _("Lines"), is_wide=True, is_fixed=True),
        Part("credit_notes", _("Credit notes")),
        Part("note", _("Note")),
        Part("referring", _("Referred to by")),
    ],
)
ORDER_FORM = Sheet(
    name="order-form",
    label=pgettext_lazy("of a record", "Form"),
    fields=lambda: ASKED,
    shipped=[
        Section(HEAD, columns=2),
        Section(["lines"], _("Lines")),
        Section(["note"]),
    ],
    sample=lambda _user: reverse("orders:create"),
    is_form=True,
)
