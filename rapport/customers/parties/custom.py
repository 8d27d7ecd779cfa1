"""Fields of the company's own on people and companies."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.core.customfields.entities import Entity, Own
from rapport.customers.parties.models import Kind, Lifecycle

SHARED: dict[str, Any] = {
    "model": "customers.Party",
    "stages": Lifecycle.choices,
    "stage": "lifecycle",
    "named": "display_name",
    "page": "parties:open",
}
ALIKE = (
    Own("lifecycle", _("Lifecycle")),
    Own("city", _("City")),
    Own("country", _("Country")),
    Own("last_touch_at", _("Last contact")),
    Own("next_step", _("Next step")),
    Own("next_step_on", _("Next step on")),
    Own("created_at", _("Added")),
)
PERSON = Entity(
    name="person",
    label=_("People"),
    where={"kind": Kind.PERSON.value},
    edit=("people:custom", "customers.edit_person"),
    kept="kind = 'person' AND trashed_at IS NULL",
    operands=(
        Own("display_name", _("Name")),
        Own("person__family", _("Family name")),
        Own("person__given", _("Given name")),
        Own("person__honorific", _("Form of address")),
        Own("person__gender", _("Gender")),
        Own("person__born_on", _("Date of birth")),
        *ALIKE,
    ),
    **SHARED,
)
ORGANIZATION = Entity(
    name="organization",
    label=_("Companies"),
    where={"kind": Kind.ORGANIZATION.value},
    edit=("organizations:custom", "customers.edit_organization"),
    kept="kind = 'organization' AND trashed_at IS NULL",
    operands=(
        Own("display_name", _("Name")),
        Own("organization__legal_name", _("Legal name")),
        Own("organization__trade_name", _("Trade name")),
        Own("organization__industry", _("Industry")),
        Own("organization__size", _("Size")),
        *ALIKE,
    ),
    **SHARED,
)
