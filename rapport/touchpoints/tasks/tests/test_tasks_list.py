"""Tasks as a list: its views, filters, sections, board and calendar, cells, and what is done with many."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rapport.core.access.models import Role, User
from rapport.core.action import last_group
from rapport.core.errors import Invalid, Missing, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.exports.writing import csv_lines
from rapport.core.lists.sections import sections
from rapport.core.lists.spec import ListState
from rapport.core.notifications.models import Notification
from rapport.core.undo.actions import undo
from rapport.customers.parties.actions import assign_parties
from rapport.customers.parties.models import Party
from rapport.touchpoints.tasks.actions import (
    create_task,
    finish_tasks,
    prioritize_tasks,
    reassign_tasks,
    reschedule_tasks,
)
from rapport.touchpoints.tasks.lists import TASKS
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.plan import Plan
from rapport.touchpoints.tasks.whom import CustomerHidden, NotAColleague

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


def found(user: User, query: str) -> set[str]:
    """Return the titles that a state of the list shows."""
    rows = TASKS.matching(user, ListState.read(QueryDict(query)))
    return set(rows.values_list("title", flat=True))


@pytest.fixture
def week(planned: Any) -> dict[str, Task]:
    """One task of each kind of day."""
    today = timezone.localdate()
    return {
        "overdue": planned("overdue", due_on=today - timedelta(days=1)),
        "today": planned("today", due_on=today, priority=1),
        "upcoming": planned("upcoming", due_on=today + timedelta(days=3)),
        "someday": planned("someday"),
        "done": planned("done", due_on=today - timedelta(days=2), finished=True),
    }


def test_sections_are_the_days_as_one_speaks_of_them(week: dict[str, Task], alice: User) -> None:
    shown = sections(TASKS, alice, ListState.read(QueryDict("by=due")), {})
    assert [(one.label, [row.title for row in one.rows]) for one in shown] == [
        ("Overdue", ["overdue"]),
        ("Today", ["today"]),
        ("Upcoming", ["upcoming"]),
        ("Some day", ["someday"]),
        ("Done", ["done"]),
    ]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("f=due:any:overdue|today", {"overdue", "today"}),
        ("f=due:not:done", {"overdue", "today", "upcoming", "someday"}),
        ("f=due:empty:", set()),
        ("f=status:is:done", {"done"}),
        ("f=status:is:open&f=due_on:before:today", {"overdue"}),
        ("f=due_on:after:today", {"upcoming"}),
        ("f=priority:is:1", {"today"}),
        ("f=assignee:is:team&f=status:is:open&f=due_on:empty", {"someday"}),
        ("q=over", {"overdue"}),
        ("q=王伟&f=status:is:done", {"done"}),
    ],
)
def test_filters(week: dict[str, Task], alice: User, query: str, titles: set[str]) -> None:
    assert found(alice, query) == titles


@pytest.mark.parametrize("query", ["f=due:is:never", "f=status:is:x", "f=priority:is:high"])
def test_a_value_that_no_task_has_is_refused(alice: User, signed_in: Any, query: str) -> None:
    assert signed_in(alice).get(f"{reverse('tasks:list')}?{query}").status_code == 422


def test_rights_rule(week: dict[str, Task], bob: User, charlie: User) -> None:
    assert found(bob, "") == set(week)
    assert found(charlie, "") == set()


def test_a_customer_she_may_not_see_is_neither_found_nor_exported(
    planned: Any, wang: Any, alice: User, charlie: User, admin: User, at: Any
) -> None:
    planned("Call back")
    assert "王伟" in "".join(csv_lines(TASKS, alice, "", for_excel=False))
    assign_parties([wang.pk], by=admin, at=at, owner_id=charlie.pk)
    assert found(alice, "q=王伟") == set()
    lines = "".join(csv_lines(TASKS, alice, "", for_excel=False))
    assert "Call back" in lines
    assert "王伟" not in lines


def test_the_page_opens_with_mine_and_its_views_stand_first(
    week: dict[str, Task], bob: User, alice: User, signed_in: Any, at: Any
) -> None:
    create_task(Plan(title="Of Bob"), by=bob, at=at)
    client, address = signed_in(bob), reverse("tasks:list")
    page = client.get(address).content.decode()
    assert "Of Bob" in page
    assert "upcoming" not in re.findall(r'<span lang="en">(\w+)</span>', page)
    tabs = re.findall(r'<a href="(\?[^"]*)"[^>]*>([^<]+)</a>', page.split("r-views")[1])[:4]
    assert [label for _href, label in tabs] == ["To do", "Done", "My team", "All"]
    assert 'aria-current="page">To do' in page
    team = client.get(address + html.unescape(tabs[2][0])).content.decode()
    assert 'aria-current="page">My team' in team
    assert "upcoming" in team
    assert ">Edited<" not in team
    everything = client.get(address + html.unescape(tabs[3][0])).content.decode()
    assert 'aria-current="page">All' in everything


@pytest.mark.parametrize(
    "query", ["", "?as=board", "?as=board&by=status", "?as=calendar", "?view=all"]
)
def test_as_many_queries_for_fifty_as_for_one(
    planned: Any, alice: User, signed_in: Any, query: str
) -> None:
    client, address, day = signed_in(alice), reverse("tasks:list") + query, timezone.localdate()
    planned("First", due_on=day)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(50):
        planned(f"Task {number}", due_on=day + timedelta(days=number % 9))
    with CaptureQueriesContext(connection) as fifty:
        client.get(address)
    assert len(fifty) == len(one)


def post(client: Any, task: Task, name: str, value: str, **more: Any) -> Any:
    """Save one field where it stands."""
    return client.post(
        reverse("tasks:field", args=[task.pk, name]), {name: value, **more}, headers=HX
    )


def test_cells_and_cards_save_where_they_stand(
    week: dict[str, Task], alice: User, bob: User, signed_in: Any
) -> None:
    client, today, task = signed_in(alice), timezone.localdate(), week["overdue"]
    for name, value, kept in [
        ("due", "upcoming", today + timedelta(days=1)),
        ("due", "someday", None),
        ("due", "today", today),
        ("due_on", "2026-12-01", timezone.datetime(2026, 12, 1).date()),
    ]:
        assert post(client, task, name, value).status_code == 200
        task.refresh_from_db()
        assert task.due_on == kept
    assert post(client, task, "priority", "3").status_code == 200
    assert post(client, task, "due", "done").status_code == 200
    assert post(client, task, "status", "open").status_code == 200
    assert post(client, task, "due", "done").status_code == 200
    assert post(client, task, "due", "today").status_code == 200
    assert post(client, task, "assignee", str(bob.pk)).status_code == 200
    task.refresh_from_db()
    assert (task.priority, task.done_at, task.due_on, task.assignee) == (3, None, today, bob)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("due", "overdue", "becomes overdue by itself"),
        ("due", "x", "becomes overdue by itself"),
        ("due_on", "soon", "Enter a date"),
        ("due_on", "9999-01-01", "Enter a date"),
        ("priority", "9", "Choose high, normal or low"),
        ("assignee", "x", "colleagues of your teams"),
    ],
)
def test_what_cannot_be_is_said(
    week: dict[str, Task], alice: User, signed_in: Any, name: str, value: str, sentence: str
) -> None:
    task = week["upcoming"]
    answer = post(signed_in(alice), task, name, value)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Task.objects.get(pk=task.pk).version == task.version


def test_a_card_that_somebody_else_moved_is_asked_about(
    week: dict[str, Task], alice: User, signed_in: Any, at: Any
) -> None:
    task = week["today"]
    reschedule_tasks([task.pk], by=alice, at=at, due_on=None)
    answer = post(signed_in(alice), task, "due", "upcoming", version=1, before="today")
    assert answer.status_code == 409
    assert "Some day" in answer.content.decode()


def test_who_may_not_see_it_may_not_move_it(
    week: dict[str, Task], charlie: User, signed_in: Any
) -> None:
    client = signed_in(charlie)
    assert post(client, week["today"], "due", "done").status_code == 404
    assert post(client, week["today"], "colour", "red").status_code == 404


def test_its_hour_goes_with_its_day(planned: Any, alice: User, at: Any) -> None:
    zone = timezone.get_default_timezone()
    hour = timezone.make_aware(timezone.datetime(2026, 10, 20, 9, 30), zone)
    alice.timezone = "Europe/Berlin"
    task = planned("Call", due_on=hour.date(), due_at=hour)
    moved = timezone.datetime(2026, 10, 27).date()  # after the clocks went back
    reschedule_tasks([task.pk], by=alice, at=at, due_on=moved)
    task.refresh_from_db()
    berlin = ZoneInfo("Europe/Berlin")
    assert task.due_at.astimezone(berlin).time() == hour.astimezone(berlin).time()
    assert task.due_at.astimezone(berlin).date() == moved
    reschedule_tasks([task.pk], by=alice, at=at, due_on=None)
    task.refresh_from_db()
    assert (task.due_on, task.due_at) == (None, None)


def test_many_are_done_put_off_and_given_away_and_taken_back(
    alice: User, bob: User, week: dict[str, Task], wang: Any, at: Any
) -> None:
    ids = [task.pk for task in week.values()]
    day = timezone.localdate() + timedelta(days=5)
    assert len(reschedule_tasks(ids, by=alice, at=at, due_on=day)) == 5
    assert Party.objects.get(pk=wang.pk).next_step_on == day
    assert sorted(finish_tasks(ids, by=alice, at=at)) == sorted(set(ids) - {week["done"].pk})
    assert Party.objects.get(pk=wang.pk).next_step == ""
    undo(last_group(), by=alice, at=at)
    assert Task.objects.open().count() == 4
    assert Party.objects.get(pk=wang.pk).next_step != ""
    assert len(prioritize_tasks(ids, by=alice, at=at, priority=1)) == 4
    assert len(reassign_tasks(ids, by=alice, at=at, assignee_id=bob.pk)) == 5
    assert Notification.objects.filter(user=bob).count() == 1
    told = EventRow.objects.filter(name__startswith="Tasks").values_list("name", flat=True)
    assert sorted(told) == ["TasksEdited", "TasksEdited", "TasksFinished", "TasksReassigned"]


def test_many_are_refused_to_who_may_not(
    week: dict[str, Task], alice: User, bob: User, charlie: User, at: Any
) -> None:
    ids = [task.pk for task in week.values()]
    with pytest.raises(Missing):
        finish_tasks(ids, by=charlie, at=at)
    with pytest.raises((NotAColleague, CustomerHidden)):
        reassign_tasks(ids, by=bob, at=at, assignee_id=charlie.pk)
    Role.objects.filter(grants__user=alice).update(rights={"touchpoints.view_task": "own"})
    alice = User.objects.get(pk=alice.pk)
    with pytest.raises((NotAllowed, Invalid)):
        reschedule_tasks(ids, by=alice, at=at, due_on=None)
    assert Task.objects.open().count() == 4


def test_the_bar_asks_and_previews(
    week: dict[str, Task], bob: User, alice: User, signed_in: Any
) -> None:
    client = signed_in(bob)
    ids = "&".join(f"id={task.pk}" for task in week.values())
    page = client.get(reverse("tasks:list") + "?view=all").content.decode()
    for verb in ("finish-task", "edit-priority", "reschedule-task", "give-task"):
        address = reverse("bulk:ask", args=["tasks", verb])
        assert verb == "edit-priority" or address in page
        assert client.get(f"{address}?{ids}", headers=HX).status_code == 200


def test_a_chart_names_the_priorities(week: dict[str, Task], alice: User, signed_in: Any) -> None:
    address = reverse("lists:chart", args=["tasks"]) + "?as=chart&by=priority"
    shown = signed_in(alice).get(address, headers=HX).content.decode()
    assert "Normal has the most: 4 of 5." in shown
    assert ">High<" in shown
