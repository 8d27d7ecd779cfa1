"""The page of a household, as it can be arranged. Its form asks two things, both of which must be filled."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import User
from rapport.core.pagelayouts.sheets import OUT, Field, Part, Section, Sheet
from rapport.customers.households.models import Household

FACTS = [
    Field("head", _("Head of household")),
    Field("owner", _("Owner")),
    Field("city", _("City")),
    Field("created_at", _("Added")),
]


def _latest(user: User) -> str:
    rows = Household.objects.visible_to(user).filter(head__party__trashed_at=None)
    key = rows.order_by("-pk").values_list("pk", flat=True).first()
    return reverse("households:open", args=[key]) if key else ""


HOUSEHOLD = Sheet(
    name="household",
    label=pgettext_lazy("of a record", "Page"),
    fields=lambda: FACTS,
    shipped=[Section([one.name for one in FACTS])],
    sample=_latest,
    parts=lambda: [
        Part("members", _("Members"), is_wide=True, is_fixed=True),
        Part("details", _("Details"), at=OUT),
        Part("referring", _("Referred to by")),
    ],
)
