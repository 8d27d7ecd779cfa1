"""What is read in one window is no longer new in the others: the stream rings, and no journal keeps it."""

from __future__ import annotations

import json

import psycopg
import pytest
from django.db import connection

from rapport.core.access.models import User
from rapport.core.events.actions import CHANNEL
from rapport.core.events.models import EventRow
from rapport.core.notifications.models import Notification
from rapport.core.notifications.reading import READ, mark_read


@pytest.mark.django_db(transaction=True)
def test_reading_rings_once(alice: User, at) -> None:
    told = Notification.objects.create(user=alice, kind="task_due", params={"title": "Call"})
    here = connection.get_connection_params()
    known = {
        name: here[name]
        for name in ("host", "port", "user", "password", "dbname")
        if here.get(name)
    }
    with psycopg.connect(**known, autocommit=True) as listener:
        listener.execute(f"LISTEN {CHANNEL}")
        for _again in range(2):
            mark_read(alice, told.pk, at=at)
        notes = [json.loads(one.payload) for one in listener.notifies(timeout=5, stop_after=1)]
        notes += [json.loads(one.payload) for one in listener.notifies(timeout=0.2)]
    assert notes == [{"id": 0, "name": READ, "subject": alice.pk}]
    assert not EventRow.objects.exists()
