"""Telling the rooms above what happened, in the same transaction as the write."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from procrastinate.contrib.django import app

from rapport.core.access.models import User
from rapport.core.action import current_group
from rapport.core.events.events import Event
from rapport.core.events.reactions import reactions_to

CHANNEL = "rapport_events"
TELL_OUTSIDE = "rapport.core.webhooks.jobs.prepare_deliveries"
WAKE = "rapport.core.automation.jobs.wake"
WRITE_AND_RING = """
WITH event AS (
  INSERT INTO core_event (happened_at, name, subject_id, party_id, by_id, data, group_id)
  VALUES (%(at)s, %(name)s, %(subject)s, %(party)s, %(by)s, %(data)s, %(group)s) RETURNING id
)
SELECT id, pg_notify(%(channel)s, json_build_object('id', id, 'name', %(name)s::text, 'subject', %(subject)s::bigint,
  'party', %(shown)s::bigint, 'by', %(by)s::bigint)::text),
  EXISTS (SELECT FROM core_webhook WHERE %(name)s = ANY (events) AND stopped_at IS NULL),
  EXISTS (SELECT FROM core_automation WHERE %(name)s = ANY (events) AND started_at IS NOT NULL)
FROM event"""

RING = """SELECT pg_notify(%s, json_build_object('id', 0, 'name', %s::text, 'subject', %s::bigint)::text)"""


def publish(event: Event, *, by: User, at: datetime) -> None:
    """Write the event, queue its reactions and what webhooks and automations want of it, ring the stream; undone if the action fails."""
    data = event.plain()
    party = data.get(event.party) if event.party else None
    row = {
        "at": at,
        "name": event.name,
        "subject": data.get(event.subject),
        "party": party,
        "shown": party or _only(data.get("party_ids")),
        "by": by.pk,
        "data": json.dumps(data, cls=DjangoJSONEncoder),
        "group": current_group(),
        "channel": CHANNEL,
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE_AND_RING, row)
        ((event_id, _rung, is_told_outside, wakes),) = cursor.fetchall()
    more = [name for name, wanted in ((TELL_OUTSIDE, is_told_outside), (WAKE, wakes)) if wanted]
    for job in [*reactions_to(event), *more]:
        app.configure_task(job).defer(event_id=event_id)


def ring(name: str, subject: int) -> None:
    """Let open pages ask again for what is no event of the business, so that no journal keeps it; undone with the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(RING, [CHANNEL, name, subject])


def _only(ids: Sequence[int] | None) -> int | None:
    """Return the one customer of a verb for many, so that only his page is loaded anew."""
    return ids[0] if ids and len(ids) == 1 else None
