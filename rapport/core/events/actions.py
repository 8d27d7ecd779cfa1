"""Telling the rooms above what happened, in the same transaction as the write."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from procrastinate.contrib.django import app

from rapport.core.access.models import User
from rapport.core.action import current_group
from rapport.core.events.events import Event
from rapport.core.events.models import EventRow
from rapport.core.events.reactions import reactions_to

CHANNEL = "rapport_events"


def publish(event: Event, *, by: User, at: datetime) -> None:
    """Write the event, queue its reactions and ring the stream; all of it is undone if the action fails."""
    data = event.plain()
    row = EventRow.objects.create(
        name=event.name,
        happened_at=at,
        subject_id=data.get(event.subject),
        party_id=data.get(event.party) if event.party else None,
        by_id=by.pk,
        group=current_group(),
        data=data,
    )
    for job in reactions_to(event):
        app.configure_task(job).defer(event_id=row.pk)
    party = row.party_id or _only(data.get("party_ids"))
    note = {"id": row.pk, "name": row.name, "subject": row.subject_id, "party": party, "by": by.pk}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, json.dumps(note)])


def _only(ids: Sequence[int] | None) -> int | None:
    """Return the one customer of a verb for many, so that only his page is loaded anew."""
    return ids[0] if ids and len(ids) == 1 else None
