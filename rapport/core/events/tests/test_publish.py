"""Events reach the outbox, the queue and the stream, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from rapport.core.access.models import User
from rapport.core.events.actions import publish
from rapport.core.events.events import Event
from rapport.core.events.models import EventRow
from rapport.core.events.reactions import on

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, kw_only=True)
class SomethingHappened(Event, subject="thing_id"):
    """For this test."""

    thing_id: int


heard: list[tuple[Event, User]] = []


@on(SomethingHappened)
def hear(event: SomethingHappened, *, by: User, at) -> None:
    """Remember it."""
    heard.append((event, by))


def test_event_and_job_are_written_together(admin: User, written_by, at) -> None:
    written_by(
        admin, "core.manage_users", lambda: publish(SomethingHappened(thing_id=7), by=admin, at=at)
    )
    row = EventRow.objects.get(name="SomethingHappened")
    assert (row.subject_id, row.by_id, row.happened_at) == (7, admin.pk, at)
    job = ProcrastinateJob.objects.get()
    assert job.args == {"event_id": row.pk}


def test_a_failed_action_tells_nothing(admin: User, written_by, at) -> None:
    def fail() -> None:
        publish(SomethingHappened(thing_id=7), by=admin, at=at)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        written_by(admin, "core.manage_users", fail)
    assert not EventRow.objects.filter(name="SomethingHappened").exists()
    assert not ProcrastinateJob.objects.exists()
