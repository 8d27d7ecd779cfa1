"""The pages of tasks."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rapport.core.access.models import User
from rapport.touchpoints.tasks.actions import finish_task
from rapport.touchpoints.tasks.models import Task

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


def test_what_is_overdue_due_and_coming(planned, wang, alice: User, signed_in) -> None:
    today = timezone.localdate()
    planned("Was due", due_on=today - timedelta(days=1))
    planned("Due now", due_on=today, priority=1)
    planned("Later", due_on=today + timedelta(days=3))
    planned("Whenever")
    page = signed_in(alice).get(reverse("tasks:list")).content.decode()
    places = [page.index(word) for word in ("Was due", "Due now", "Later", "Whenever")]
    assert places == sorted(places)
    assert "overdue" in page
    assert "王伟" in page


def test_an_empty_list_teaches(alice: User, signed_in) -> None:
    page = signed_in(alice).get(reverse("tasks:list")).content.decode()
    assert "Nothing to do" in page
    assert reverse("tasks:create") in page


def test_as_many_queries_for_fifty_as_for_one(planned, alice, signed_in) -> None:
    client = signed_in(alice)
    planned("First")
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("tasks:list"))
    for number in range(50):
        planned(f"Task {number}")
    with CaptureQueriesContext(connection) as fifty:
        client.get(reverse("tasks:list"))
    assert len(fifty) == len(one)


def test_what_was_done_is_paged(planned, alice, signed_in, at) -> None:
    for number in range(53):
        finish_task(planned(f"Task {number:02}").pk, by=alice, at=at + timedelta(minutes=number))
    planned("Still to do")
    client = signed_in(alice)
    start = client.get(reverse("tasks:list")).content.decode()
    done = re.search(r'href="([^"]*)">Done</a>', start)
    assert done
    first = client.get(reverse("tasks:list") + html.unescape(done[1])).content.decode()
    assert "Task 52" in first
    assert "Task 02" not in first
    assert "Still to do" not in first
    more = re.search(r'href="([^"]*)" aria-label="Next page"', first)
    assert more
    second = client.get(reverse("tasks:list") + html.unescape(more[1])).content.decode()
    assert "Task 02" in second
    assert "Task 03" not in second
    assert client.get(reverse("tasks:list"), {"after": "x"}).status_code == 422


def test_a_task_is_added_from_the_dialog(wang, alice, signed_in) -> None:
    client = signed_in(alice)
    dialog = client.get(f"{reverse('tasks:create')}?party={wang.pk}", headers=HX).content.decode()
    assert "王伟" in dialog
    sent = {"title": "Call back", "party": wang.pk, "due_on": "2026-09-18", "due_time": "09:30"}
    answer = client.post(reverse("tasks:create"), sent | {"assignee": alice.pk}, headers=HX)
    assert answer.status_code == 204
    assert "rapport:close" in answer["HX-Trigger"]
    assert "/undo/" in answer["HX-Trigger"]
    task = Task.objects.get()
    assert (task.title, task.due_on, task.party_id) == ("Call back", date(2026, 9, 18), wang.pk)
    assert timezone.localtime(task.due_at).hour == 9


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"title": ""}, "Write what is to be done."),
        ({"title": "x", "due_time": "09:30"}, "Choose the day as well."),
        ({"title": "x", "due_on": "soon"}, "Enter a date, such as 2026-09-17."),
        ({"title": "x", "party": "999999"}, "does not exist"),
    ],
)
def test_what_cannot_be_is_said_and_kept(alice, signed_in, sent, sentence) -> None:
    answer = signed_in(alice).post(reverse("tasks:create"), sent, headers=HX)
    assert answer.status_code in {404, 422}
    assert sentence in answer.content.decode()
    assert not Task.objects.exists()


def test_it_is_edited_finished_reopened_and_trashed(planned, alice, bob, signed_in) -> None:
    task, client = planned(), signed_in(alice)
    sent = {"title": "Send one", "assignee": bob.pk, "version": 1, "priority": 1}
    assert client.post(reverse("tasks:edit", args=[task.pk]), sent, headers=HX).status_code == 204
    task.refresh_from_db()
    assert (task.title, task.assignee, task.priority) == ("Send one", bob, 1)
    stale = client.post(
        reverse("tasks:edit", args=[task.pk]), {**sent, "title": "Send two"}, headers=HX
    )
    assert stale.status_code == 409
    for verb in ("finish", "reopen", "trash"):
        assert client.post(reverse(f"tasks:{verb}", args=[task.pk]), headers=HX).status_code == 204
    task.refresh_from_db()
    assert task.trashed_at is not None
    assert client.get(reverse("tasks:open", args=[task.pk])).status_code == 200


def test_another_team_finds_nothing(planned, wang, charlie: User, signed_in) -> None:
    task, client = planned(), signed_in(charlie)
    for name in ("open", "edit"):
        assert client.get(reverse(f"tasks:{name}", args=[task.pk])).status_code == 404
    for name in ("edit", "finish", "reopen", "trash"):
        sent = {"title": "Mine"}
        assert client.post(reverse(f"tasks:{name}", args=[task.pk]), sent).status_code == 404
    assert client.get(reverse("tasks:panel", args=[wang.pk])).status_code == 404


def test_the_panel_beside_a_customer(planned, wang, alice, signed_in) -> None:
    client = signed_in(alice)
    assert "Nothing planned" in client.get(reverse("tasks:panel", args=[wang.pk])).content.decode()
    planned("Send both offers", due_on=date(2020, 1, 1))
    page = client.get(reverse("tasks:panel", args=[wang.pk])).content.decode()
    assert "Send both offers" in page
    assert "overdue" in page


def test_a_customer_that_became_invisible_is_not_named(
    planned, wang, alice, charlie, admin, signed_in, at
) -> None:
    from rapport.customers.parties.actions import assign_parties

    task = planned()
    assign_parties([wang.pk], by=admin, at=at, owner_id=charlie.pk)
    page = signed_in(alice).get(reverse("tasks:open", args=[task.pk])).content.decode()
    assert "王伟" not in page
