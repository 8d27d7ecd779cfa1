"""Doing tasks, changing them, giving them away."""

from __future__ import annotations

from datetime import date

import pytest

from rapport.core.access.actions import StaleVersion
from rapport.core.access.models import User
from rapport.core.action import last_group
from rapport.core.errors import Missing
from rapport.core.events.models import EventRow
from rapport.core.notifications.models import Notification
from rapport.core.undo.actions import undo
from rapport.customers.parties.models import Party
from rapport.touchpoints.tasks.actions import (
    AlreadyDone,
    NotDone,
    TaskInTheTrash,
    edit_task,
    finish_task,
    reassign_task,
    reopen_task,
    restore_task,
    trash_task,
)
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.plan import Plan
from rapport.touchpoints.tasks.whom import NotAColleague

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = date(2026, 9, 18), date(2026, 9, 21)


def next_step(wang) -> tuple[str, date | None]:
    party = Party.objects.get(pk=wang.pk)
    return party.next_step, party.next_step_on


def test_the_next_one_moves_up(planned, wang, alice: User, at) -> None:
    first = planned("First", due_on=FRIDAY)
    planned("Second", due_on=MONDAY)
    finish_task(first.pk, by=alice, at=at)
    assert next_step(wang) == ("Second", MONDAY)
    reopen_task(first.pk, by=alice, at=at)
    assert next_step(wang) == ("First", FRIDAY)
    told = EventRow.objects.filter(subject_id=first.pk).order_by("id")
    assert list(told.values_list("name", flat=True)) == [
        "TaskCreated",
        "TaskFinished",
        "TaskReopened",
    ]


def test_nothing_twice(planned, alice, at) -> None:
    task = planned()
    with pytest.raises(NotDone):
        reopen_task(task.pk, by=alice, at=at)
    finish_task(task.pk, by=alice, at=at)
    with pytest.raises(AlreadyDone):
        finish_task(task.pk, by=alice, at=at)


def test_finishing_can_be_undone(planned, wang, alice, at) -> None:
    task = planned(due_on=FRIDAY)
    finish_task(task.pk, by=alice, at=at)
    undo(last_group(), by=alice, at=at)
    assert Task.objects.open().get() == task
    assert next_step(wang) == ("Send both offers", FRIDAY)


def test_it_is_changed(planned, wang, alice, at) -> None:
    task = planned(due_on=FRIDAY)
    edit_task(task.pk, Plan(title="Send one", due_on=MONDAY), by=alice, at=at, version=1)
    assert next_step(wang) == ("Send one", MONDAY)
    with pytest.raises(StaleVersion):
        edit_task(task.pk, Plan(title="Mine"), by=alice, at=at, version=1)


def test_it_is_given_away(bob: User, charlie: User, planned, alice, at) -> None:
    task = planned()
    reassign_task(task.pk, by=alice, at=at, assignee_id=bob.pk)
    assert Notification.objects.get().user == bob
    with pytest.raises(NotAColleague):
        reassign_task(task.pk, by=alice, at=at, assignee_id=charlie.pk)
    reassign_task(task.pk, by=bob, at=at, assignee_id=bob.pk)
    assert EventRow.objects.filter(name="TaskReassigned").count() == 1


def test_into_the_trash_and_back(planned, wang, alice, at) -> None:
    task = planned(due_on=FRIDAY)
    trash_task(task.pk, by=alice, at=at)
    assert next_step(wang) == ("", None)
    with pytest.raises(TaskInTheTrash):
        finish_task(task.pk, by=alice, at=at)
    restore_task(task.pk, by=alice, at=at)
    assert next_step(wang) == ("Send both offers", FRIDAY)


def test_another_team_can_do_none_of_it(planned, charlie: User, at) -> None:
    task = planned()
    for verb in (finish_task, reopen_task, trash_task, restore_task):
        with pytest.raises(Missing):
            verb(task.pk, by=charlie, at=at)
    with pytest.raises(Missing):
        edit_task(task.pk, Plan(title="Mine"), by=charlie, at=at)
    with pytest.raises(Missing):
        reassign_task(task.pk, by=charlie, at=at, assignee_id=charlie.pk)
