"""The page of a person and the form that asks for a new one, as they can be arranged."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.pagelayouts.sheets import Field, Section, Sheet
from rapport.customers.parties.details import SHARED
from rapport.customers.parties.layouts import newest
from rapport.customers.parties.models import Kind
from rapport.customers.parties.panels import parts
from rapport.customers.people.queries import details

ASKED = [
    Field("family", _("Family name"), is_needed=True),
    Field("given", _("Given name"), is_needed=True),
    Field("honorific", _("Form of address")),
    Field("lifecycle", _("Lifecycle")),
    Field("phone", _("Phone")),
    Field("email", _("E-mail")),
    Field("wechat", _("WeChat ID")),
    Field("city", _("City")),
    Field("organization", _("Company")),
    Field("title", _("Title")),
]


def _fields() -> list[Field]:
    return [*(Field(one.name, one.label) for one in details()), *SHARED]


PERSON = Sheet(
    name="person",
    label=pgettext_lazy("of a record", "Page"),
    fields=_fields,
    shipped=[Section([one.name for one in _fields()])],
    sample=lambda user: newest(user, Kind.PERSON, "people:open"),
    parts=lambda: parts(Kind.PERSON),
    entity="person",
)
PERSON_FORM = Sheet(
    name="person-form",
    label=pgettext_lazy("of a record", "Form"),
    fields=lambda: ASKED,
    shipped=[
        Section(["family", "given", "honorific", "lifecycle"], _("Name"), columns=2),
        Section(["phone", "email", "wechat", "city"], _("Reach"), columns=2),
        Section(["organization", "title"], _("Employment"), columns=2),
    ],
    sample=lambda _user: reverse("people:create"),
    entity="person",
    is_form=True,
    further=_("Further facts"),
)
