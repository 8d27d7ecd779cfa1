"""The page of a company and the form that asks for a new one, as they can be arranged."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.pagelayouts.sheets import Field, Section, Sheet
from rapport.customers.organizations.queries import DETAILS
from rapport.customers.parties.details import SHARED
from rapport.customers.parties.layouts import newest
from rapport.customers.parties.models import Kind
from rapport.customers.parties.panels import parts

ASKED = [
    Field("legal_name", _("Company name"), is_needed=True, is_wide=True),
    Field("trade_name", _("Short name")),
    Field("latin_name", _("Name in Latin letters")),
    Field("industry", _("Industry"), is_wide=True),
    Field("size", _("Size")),
    Field("lifecycle", _("Lifecycle")),
    Field("phone", _("Phone")),
    Field("email", _("E-mail")),
    Field("web", _("Website")),
    Field("city", _("City")),
]
FIELDS = [*(Field(one.name, one.label) for one in DETAILS), *SHARED]
ORGANIZATION = Sheet(
    name="organization",
    label=pgettext_lazy("of a record", "Page"),
    fields=lambda: FIELDS,
    shipped=[Section([one.name for one in FIELDS])],
    sample=lambda user: newest(user, Kind.ORGANIZATION, "organizations:open"),
    parts=lambda: parts(Kind.ORGANIZATION),
    entity="organization",
)
ORGANIZATION_FORM = Sheet(
    name="organization-form",
    label=pgettext_lazy("of a record", "Form"),
    fields=lambda: ASKED,
    shipped=[
        Section(
            ["legal_name", "trade_name", "latin_name"],
            pgettext_lazy("of a thing", "Name"),
            columns=2,
        ),
        Section(["industry", "size", "lifecycle"], _("Company"), columns=2),
        Section(["phone", "email", "web", "city"], _("Reach"), columns=2),
    ],
    sample=lambda _user: reverse("organizations:create"),
    entity="organization",
    is_form=True,
    further=_("Further facts"),
)
