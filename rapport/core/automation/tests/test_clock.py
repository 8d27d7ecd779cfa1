"""Views that are entered, times of the day, days before and after a date."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from rapport.core.action import last_group
from rapport.core.automation import jobs, preparing
from rapport.core.automation.actions import (
    edit_automation,
    remove_automation,
    turn_off_automation,
    turn_on_automation,
)
from rapport.core.automation.checking import TooManyRecords
from rapport.core.automation.models import Automation, AutomationRun, AutomationState
from rapport.core.automation.tests.conftest import TASK, do_all
from rapport.core.automation.triggers import next_time
from rapport.core.leaving.actions import deactivate_user
from rapport.core.notifications.models import Notification
from rapport.core.undo.actions import undo
from rapport.core.views.actions import delete_view, save_view
from rapport.customers.parties.actions import change_lifecycle
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from rapport.touchpoints.tasks.models import Task


@pytest.fixture
def customers(admin, at):
    """A view of the customers."""
    return save_view("people", by=admin, at=at, name="Customers", query="f=lifecycle:is:customer")


def looked(row: Automation, at: datetime) -> list[str]:
    """Look into the view, do what follows, and return what became of whom."""
    preparing.look(row.pk, at=at)
    do_all(at)
    return [run.outcome for run in row.runs.order_by("id")]


def test_who_enters_a_view(automate, customers, alice, at):
    create_person(by=alice, at=at, family="王", given="伟", lifecycle="customer")
    row = automate(("view", {"view": customers.pk}), TASK)
    assert looked(row, at) == []  # who is in it is known
    person = create_person(by=alice, at=at, family="李", given="娜")
    change_lifecycle(person.pk, by=alice, at=at, lifecycle="customer")
    assert looked(row, at + timedelta(minutes=5)) == ["done"]
    assert looked(row, at + timedelta(minutes=10)) == ["done"]
    assert Task.objects.get().party_id == person.pk
    change_lifecycle(person.pk, by=alice, at=at, lifecycle="former")
    assert looked(row, at + timedelta(minutes=15)) == ["done"]
    change_lifecycle(person.pk, by=alice, at=at, lifecycle="customer")
    assert looked(row, at + timedelta(minutes=20)) == ["done", "done"]


def test_who_is_in_it_already_when_that_is_wished(automate, customers, alice, at):
    create_person(by=alice, at=at, family="王", given="伟", lifecycle="customer")
    row = automate(("view", {"view": customers.pk, "present": True}), TASK)
    assert looked(row, at) == ["done"]


def test_a_view_that_is_deleted_turns_it_off(automate, customers, admin, at):
    row = automate(("view", {"view": customers.pk}), TASK)
    delete_view(customers.pk, by=admin, at=at)
    jobs.look_into_views(by=admin, at=at)
    row.refresh_from_db()
    assert (row.is_on, row.stop_reason) == (False, "view_gone")
    assert Notification.objects.filter(user=admin, kind="automation_stopped").exists()


def test_an_owner_who_leaves_turns_it_off_and_the_administrators_are_told(automate, bob, admin, at):
    row = automate(("event", {"event": "PersonCreated"}), by=bob)
    deactivate_user(bob.pk, by=admin, at=at, heirs=[])
    jobs.stop_hers(jobs.UserLeft(user_id=bob.pk, handed_over={}), by=admin, at=at)
    row.refresh_from_db()
    assert (row.is_on, row.stop_reason) == (False, "left")
    told = Notification.objects.filter(kind="automation_stopped")
    assert list(told.values_list("user", flat=True)) == [admin.pk]


def test_too_many_at_once_is_refused_and_ends_it(
    automate, customers, alice, admin, at, monkeypatch
):
    for given in "甲乙丙":
        create_person(by=alice, at=at, family="王", given=given, lifecycle="customer")
    monkeypatch.setattr("rapport.core.automation.checking.MOST", 2)
    with pytest.raises(TooManyRecords):
        automate(("time", {"every": "day", "at": "09:00"}), TASK)
    monkeypatch.setattr("rapport.core.automation.checking.MOST", 9)
    row = Automation.objects.get()
    turn_on_automation(row.pk, by=admin, at=at)
    monkeypatch.setattr("rapport.core.automation.preparing.MOST", 2)
    jobs._go(row.pk, preparing.begin_round(row.pk, at=at + timedelta(days=1)), at=at)
    row.refresh_from_db()
    assert row.stop_reason == "too_many"


def test_every_day_for_those_that_match(automate, alice, admin, at):
    create_person(by=alice, at=at, family="王", given="伟", lifecycle="customer")
    create_person(by=alice, at=at, family="李", given="娜")
    daily = ("time", {"every": "day", "at": "10:00"})
    row = automate(daily, TASK, query="f=lifecycle:is:customer")
    assert AutomationState.objects.get(pk=row.pk).due_at == at.replace(hour=10, minute=0)
    for moment in (
        at,
        at + timedelta(hours=1),
        at + timedelta(hours=2),
        at + timedelta(days=1, hours=1),
    ):
        preparing.begin_round(row.pk, at=moment)
        do_all(moment)
    assert [run.outcome for run in row.runs.all()] == ["done", "done"]
    turn_off_automation(row.pk, by=admin, at=at)
    assert AutomationState.objects.get(pk=row.pk).due_at is None


@pytest.mark.parametrize("way", ["after", "before"])
def test_days_around_a_date_also_those_that_were_missed(automate, alice, at, way):
    turn = -60 if way == "after" else 60
    for days in (turn, turn + 1, turn + 2, turn + 30):
        party = create_person(by=alice, at=at, family="王", given=str(days)).party
        Party.objects.filter(pk=party.pk).update(next_step_on=(at + timedelta(days=days)).date())
    when = {"column": "next_step_on", "days": 60, "way": way, "at": "09:00"}
    row = automate(("date", when), TASK)
    preparing.begin_round(row.pk, at=at + timedelta(hours=1))
    assert not AutomationRun.objects.exists()  # nine has passed: tomorrow
    later = at + timedelta(days=2)
    preparing.begin_round(row.pk, at=later)
    preparing.begin_round(row.pk, at=later)
    do_all(later)
    names = Task.objects.order_by("party__display_name").values_list(
        "party__display_name", flat=True
    )
    assert sorted(names) == sorted([f"王{turn + 1}", f"王{turn + 2}"])


@pytest.mark.parametrize(
    ("when", "next_one"),
    [
        ({"every": "day", "at": "09:00"}, "2026-03-29T07:00"),  # summer time began that night
        ({"every": "week", "day": 1, "at": "09:00"}, "2026-03-30T07:00"),
        ({"every": "month", "day": 28, "at": "10:30"}, "2026-04-28T08:30"),
    ],
)
def test_the_clock_is_the_owners(when, next_one):
    after = datetime(2026, 3, 28, 20, 0, tzinfo=UTC)
    found = next_time("time", when, "Europe/Berlin", after=after)
    assert found == datetime.fromisoformat(next_one).replace(tzinfo=UTC)


def test_editing_one_that_is_on_acts_on_nobody_anew(automate, customers, alice, admin, at):
    create_person(by=alice, at=at, family="王", given="伟", lifecycle="customer")
    row = automate(("view", {"view": customers.pk, "present": True}), TASK)
    assert looked(row, at) == ["done"]
    edit_automation(row.pk, by=admin, at=at, changes={"query": "f=owner:is:me"})
    edit_automation(row.pk, by=admin, at=at, changes={"query": ""})
    assert looked(row, at + timedelta(minutes=5)) == ["done"]


def test_one_that_was_removed_comes_back_by_undo_and_keeps_time(automate, admin, at):
    row = automate(("time", {"every": "day", "at": "10:00"}), TASK)
    remove_automation(row.pk, by=admin, at=at)
    undo(last_group(), by=admin, at=at)
    preparing.set_clocks(at=at)
    state = AutomationState.objects.get(automation=row.pk)
    assert state.due_at == at.replace(hour=10, minute=0)
