"""How a party looks over the API: what people and companies have in common."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ninja import Schema

from rapport.core.access.models import User
from rapport.core.customfields.queries import told
from rapport.customers.parties.models import Party

PARTY_FIELDS = (
    "id",
    "display_name",
    "latin_name",
    "owner_id",
    "lifecycle",
    "city",
    "country",
    "last_touch_at",
    "last_touch_channel",
    "next_step",
    "next_step_on",
    "trashed_at",
    "created_at",
    "version",
)


class PartyOut(Schema):
    """A party; `city`, `country`, last contact and next step follow from what was written elsewhere, `custom` holds the company's own fields."""

    id: int
    display_name: str
    latin_name: str
    owner_id: int
    lifecycle: str
    city: str
    country: str
    last_touch_at: datetime | None
    last_touch_channel: str
    next_step: str
    next_step_on: date | None
    trashed_at: datetime | None
    created_at: datetime
    version: int
    custom: dict[str, Any]


class PartyRow(Schema):
    """A party in a list."""

    id: int
    display_name: str
    latin_name: str
    owner_id: int
    lifecycle: str
    city: str
    country: str
    last_touch_at: datetime | None
    next_step: str
    next_step_on: date | None
    created_at: datetime
    version: int
    custom: dict[str, Any]


def party_values(party: Party, user: User) -> dict[str, Any]:
    """Return what `PartyOut` holds, of custom fields those that the user may see."""
    found = {name: getattr(party, name) for name in PARTY_FIELDS}
    return found | {"custom": told(user, party.kind, party)}
