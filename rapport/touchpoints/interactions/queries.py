"""Contacts as pages show them."""

from __future__ import annotations

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.customers.parties.models import Party
from rapport.touchpoints.interactions.models import Interaction


def interaction(user: User, interaction_id: int) -> Interaction:
    """Return one contact that the user may see."""
    rows = Interaction.objects.visible_to(user).select_related("party", "staff")
    row = rows.filter(pk=interaction_id).first()
    if row is None:
        raise Missing
    return row


def party(user: User, party_id: str) -> Party | None:
    """Return the customer named in an address, if the user may see her."""
    if not party_id.isdecimal() or len(party_id) > 18:
        return None
    return Party.objects.visible_to(user).filter(pk=int(party_id), trashed_at=None).first()
