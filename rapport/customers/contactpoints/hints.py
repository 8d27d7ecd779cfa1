"""The same number or address at somebody else: worth a hint, never an error, for families share their telephones."""

from __future__ import annotations

from rapport.core.access.models import User
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.parties.models import Party


def also_at(user: User, points: list[ContactPoint]) -> dict[str, list[Party]]:
    """Return for each normalised value the other parties that have it, as far as the user sees them. One query."""
    if not points:
        return {}
    own = points[0].party_id
    values = [point.normalized for point in points if point.channel in {"phone", "email", "wechat"}]
    others = ContactPoint.objects.kept().filter(normalized__in=values).exclude(party=own)
    seen = others.filter(party__in=Party.objects.visible_to(user).kept())
    found: dict[str, list[Party]] = {}
    for point in seen.select_related("party")[:20]:
        found.setdefault(point.normalized, []).append(point.party)
    return found
