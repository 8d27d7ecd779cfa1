"""Reminders ring once, at their time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.errors import NotAllowed
from rapport.core.notifications.models import Notification
from rapport.touchpoints import jobs
from rapport.touchpoints.tasks.actions import edit_task, finish_task, remind_due
from rapport.touchpoints.tasks.plan import Plan

pytestmark = pytest.mark.django_db


def test_it_rings_once(planned, alice: User, at) -> None:
    task = planned(reminder_at=at + timedelta(hours=1))
    jobs.tasks.ring_reminders(by=system(), at=at)
    assert not Notification.objects.exists()
    for _ in range(2):
        jobs.tasks.ring_reminders(by=system(), at=at + timedelta(hours=1))
    note = Notification.objects.get()
    assert (note.user, note.link) == (alice, f"/tasks/{task.pk}")


def test_what_is_done_does_not_ring(planned, alice, at) -> None:
    task = planned(reminder_at=at)
    finish_task(task.pk, by=alice, at=at)
    assert remind_due(by=system(), at=at) == 0


def test_a_new_time_rings_again(planned, alice, at) -> None:
    task = planned(reminder_at=at)
    remind_due(by=system(), at=at)
    later = at + timedelta(days=1)
    edit_task(task.pk, Plan(title="Send both offers", reminder_at=later), by=alice, at=at)
    assert remind_due(by=system(), at=later) == 1
    assert Notification.objects.count() == 2


def test_many_ring_in_batches(planned, at) -> None:
    for number in range(5):
        planned(f"Task {number}", reminder_at=at)
    jobs.tasks.ring_reminders(by=system(), at=at)
    assert Notification.objects.count() == 5
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM touchpoints_task WHERE reminded_at IS NULL")
        assert cursor.fetchone()[0] == 0


def test_who_may_not_edit_tasks_rings_nothing(db: None, at) -> None:
    from conftest import make_user

    with pytest.raises(NotAllowed):
        remind_due(by=make_user("Pat", "partner"), at=at)
