"""How the ways to reach a party look over the API."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema

from rapport.core.rest.schemas import Input, Text2, Text20, Text100, Text200, Text500
from rapport.customers.contactpoints.actions import Contact
from rapport.customers.contactpoints.models import Channel, Label
from rapport.customers.contactpoints.queries import points_of
from rapport.customers.parties.models import Party


class ContactIn(Input):
    """A number or address as it was typed; a postal address in its parts instead of `value`."""

    channel: Channel
    value: Text500 = ""
    label: Label | None = None
    street: Text200 = ""
    postcode: Text20 = ""
    city: Text100 = ""
    region: Text100 = ""
    country: Text2 = ""

    def contact(self) -> Contact:
        """Return it as the rules take it."""
        return Contact(**self.model_dump(exclude={"label"}), label=self.label or "")


class BounceIn(Input):
    """Why a number or address does not work."""

    reason: Text200 = ""


class ContactOut(Schema):
    """One number or address: as typed, and normalised."""

    id: int
    channel: str
    raw: str
    normalized: str
    extension: str
    label: str
    street: str
    postcode: str
    city: str
    region: str
    country: str
    is_primary: bool
    verified_at: datetime | None
    bounced_at: datetime | None
    bounce_reason: str


def contacts_out(party: Party) -> list[ContactOut]:
    """Return how to reach a party: by channel, the first choice first."""
    names = ContactOut.model_fields
    return [
        ContactOut(**{name: getattr(point, name) for name in names}) for point in points_of(party)
    ]
