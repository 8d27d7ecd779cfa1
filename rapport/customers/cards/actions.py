"""Taking over what a signature or card said, field by field as it was accepted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.action import action
from rapport.customers.affiliations.actions import start_affiliation
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.contactpoints.actions import Contact, ContactPointTwice, add_contact_point
from rapport.customers.organizations.actions import create_organization
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person

CHANNELS = {
    "phone": "phone",
    "phone_2": "phone",
    "email": "email",
    "wechat": "wechat",
    "web": "web",
}


@action
def accept_card(
    *, by: User, at: datetime, values: Mapping[str, str], party_id: int | None = None
) -> Party:
    """Add the person whom a signature names, or its numbers, addresses and company to one who is there.

    The company is the one of that name, else a new one where the user may add it. Errors: those of people and contact points.
    """
    require(by, "customers.create_person")
    company = _company(values.get("company", ""), by, at)
    title = values.get("title", "")
    if party_id is None:
        names: dict[str, Any] = {
            name: values.get(name, "") for name in ("family", "given", "honorific")
        }
        person = create_person(
            by=by, at=at, contacts=_contacts(values), works_at=company, title=title, **names
        )
        return person.party
    for contact in _contacts(values):
        try:
            add_contact_point(party_id, by=by, at=at, contact=contact)
        except ContactPointTwice:
            continue
    works = Affiliation.objects.filter(person_id=party_id, organization_id=company, until=None)
    if company is not None and not works.exists():
        start_affiliation(party_id, by=by, at=at, organization_id=company, title=title)
    return Party.objects.get(pk=party_id)


def _contacts(values: Mapping[str, str]) -> list[Contact]:
    found = [
        Contact(channel=channel, value=values[name])
        for name, channel in CHANNELS.items()
        if values.get(name)
    ]
    if values.get("street"):
        found.append(Contact(channel="address", street=values["street"]))
    return found


def _company(name: str, by: User, at: datetime) -> int | None:
    """Return the company of that name, a new one where it is not there yet."""
    if not name:
        return None
    seen = Party.objects.visible_to(by).organizations().kept()
    known = seen.filter(Q(display_name__iexact=name) | Q(organization__legal_name__iexact=name))
    found = known.order_by("pk").first()
    if found is not None:
        return int(found.pk)
    if not may(by, "customers.create_organization"):
        return None
    return int(create_organization(by=by, at=at, legal_name=name).pk)
