"""Reading numbers and addresses."""

from __future__ import annotations

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.customers.contactpoints.models import Channel, ContactPoint
from rapport.customers.parties.models import Party


def points_of(party: Party) -> list[ContactPoint]:
    """Return the numbers and addresses of a party in use: by channel, the first choice first.

    One query; none for a party just created, whose points are in hand.
    """
    order = {channel: place for place, channel in enumerate(Channel.values)}
    found = party.__dict__.get("_points")
    if found is None:
        found = ContactPoint.objects.kept().filter(party=party)
    return sorted(found, key=lambda one: (order[one.channel], not one.is_primary, one.pk))


def point_of(user: User, party_id: int, point_id: int) -> ContactPoint:
    """Return one number or address in use. Errors: Missing."""
    found = ContactPoint.objects.visible_to(user).kept().filter(party=party_id, pk=point_id)
    point = found.select_related("party").first()
    if point is None:
        raise Missing
    return point
