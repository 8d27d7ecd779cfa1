"""Fields of the company's own on people and companies."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.core.customfields.entities import Entity
from rapport.customers.parties.models import Kind, Lifecycle

SHARED: dict[str, Any] = {
    "model": "customers.Party",
    "stages": Lifecycle.choices,
    "stage": "lifecycle",
    "named": "display_name",
    "page": "parties:open",
}
PERSON = Entity(
    name="person",
    label=_("People"),
    where={"kind": Kind.PERSON.value},
    pick=("parties:pick", "?kind=person"),
    edit=("people:custom", "customers.edit_person"),
    kept="kind = 'person' AND trashed_at IS NULL",
    **SHARED,
)
ORGANIZATION = Entity(
    name="organization",
    label=_("Companies"),
    where={"kind": Kind.ORGANIZATION.value},
    pick=("parties:pick", "?kind=organization"),
    edit=("organizations:custom", "customers.edit_organization"),
    kept="kind = 'organization' AND trashed_at IS NULL",
    **SHARED,
)
