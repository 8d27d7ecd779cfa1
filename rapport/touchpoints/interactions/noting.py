"""Putting a contact on the timeline: the part that all verbs share by which we are in touch."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.events.actions import publish
from rapport.customers.parties.actions import note_touch
from rapport.customers.parties.models import Party
from rapport.touchpoints.interactions.details import Details
from rapport.touchpoints.interactions.events import InteractionLogged
from rapport.touchpoints.interactions.models import Interaction


def keep_interaction(party: Party, details: Details, *, staff: User | None) -> Interaction:
    """Put a contact of long ago on the timeline without telling it: nothing is to follow from it any more."""
    row = Interaction.objects.create(party=party, staff=staff, **details.columns())
    note_touch(party.pk, channel=row.channel, touched_at=row.started_at)
    return row


def note_interaction(
    party: Party, details: Details, *, staff: User | None, by: User, at: datetime
) -> Interaction:
    """Put a contact on the timeline and tell it. A part of the verbs by which we are in touch."""
    row = keep_interaction(party, details, staff=staff)
    publish(
        InteractionLogged(
            interaction_id=row.pk,
            party_id=party.pk,
            channel=row.channel,
            direction=row.direction,
            reason=row.reason,
        ),
        by=by,
        at=at,
    )
    return row
