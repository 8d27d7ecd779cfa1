"""Who is named in a note is told, once."""

from __future__ import annotations

from datetime import datetime

import pytest

from rapport.core.access.models import User
from rapport.core.notifications.models import Notification
from rapport.core.notifications.queries import messages
from rapport.customers.jobs import notes as jobs
from rapport.customers.notes.actions import delete_note, write_note
from rapport.customers.notes.events import NoteMentioned
from rapport.customers.notes.models import Note

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentioned(bob: User, wang, alice: User, at: datetime) -> NoteMentioned:
    """Alice names Bob in a note about 王伟."""
    write_note(wang.pk, by=alice, at=at, body="@Bob please call him")
    return NoteMentioned(note_id=Note.objects.get().pk, party_id=wang.pk, user_id=bob.pk)


def test_it_rings_once(mentioned: NoteMentioned, bob: User, alice: User, wang, at) -> None:
    for _ in range(2):
        jobs.ring_the_bell(mentioned, by=alice, at=at)
    (message,) = messages(bob)[0]
    assert message.text == "Alice mentioned you in a note about 王伟"
    assert message.link == f"/people/{wang.pk}"


def test_a_note_deleted_meanwhile_tells_nothing(
    mentioned: NoteMentioned, alice: User, at: datetime
) -> None:
    delete_note(mentioned.note_id, by=alice, at=at)
    jobs.ring_the_bell(mentioned, by=alice, at=at)
    assert not Notification.objects.exists()
