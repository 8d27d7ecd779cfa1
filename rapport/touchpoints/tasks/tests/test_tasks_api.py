"""Tasks over the API."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.touchpoints.tasks.models import Task

pytestmark = pytest.mark.django_db
JSON = "application/json"


def test_a_task_is_added(wang, alice, caller) -> None:
    sent = {"title": "Call back", "party_id": wang.pk, "due_on": "2026-09-18", "priority": 1}
    answer = caller(alice).post("/api/v1/tasks", sent, content_type=JSON)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["assignee_id"], made["due_on"], made["priority"]) == (alice.pk, "2026-09-18", 1)


def test_it_is_edited_given_away_finished_and_trashed(bob, planned, alice, caller) -> None:
    address, client = f"/api/v1/tasks/{planned().pk}", caller(alice)
    tag = client.get(address)["ETag"]
    sent = {"title": "Send one", "assignee_id": bob.pk}
    edited = client.put(address, sent, content_type=JSON, headers={"If-Match": tag})
    assert edited.status_code == 200, edited.content
    assert edited.json()["assignee_id"] == bob.pk
    stale = client.put(address, sent, content_type=JSON, headers={"If-Match": tag})
    assert stale.status_code == 412
    for verb, status in [
        ("reopen", 409),
        ("finish", 200),
        ("finish", 409),
        ("reopen", 200),
        ("trash", 200),
        ("finish", 409),
        ("restore", 200),
    ]:
        assert client.post(f"{address}/{verb}").status_code == status, verb


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x", "due_at": "2026-09-18T09:00:00Z"}, "due_on"),
        ({"title": "x", "assignee_id": 999_999}, "assignee"),
    ],
)
def test_what_cannot_be_names_its_field(alice, caller, sent, field) -> None:
    answer = caller(alice).post("/api/v1/tasks", sent, content_type=JSON)
    assert answer.status_code == 422
    assert field in answer.json()["fields"]
    assert not Task.objects.exists()


def test_as_charlie_it_is_not_there(planned, charlie, caller) -> None:
    task, client = planned(), caller(charlie)
    assert client.get(f"/api/v1/tasks/{task.pk}").status_code == 404
    assert client.get("/api/v1/tasks").json()["items"] == []
    for verb in ("finish", "reopen", "trash", "restore"):
        assert client.post(f"/api/v1/tasks/{task.pk}/{verb}").status_code == 404


def test_my_open_tasks_by_day(planned, alice, caller) -> None:
    planned("Later", due_on="2026-09-21")
    planned("First", due_on="2026-09-18")
    planned("Done", finished=True)
    address = "/api/v1/tasks?f=assignee:is:me&f=done_at:empty&sort=due_on"
    found = caller(alice).get(address).json()["items"]
    assert [row["title"] for row in found] == ["First", "Later"]


def test_as_many_queries_for_fifty_as_for_one(planned, alice, caller) -> None:
    client = caller(alice)
    planned()
    client.get("/api/v1/tasks")  # the first request notes that the token was used
    with CaptureQueriesContext(connection) as one:
        client.get("/api/v1/tasks")
    for _ in range(50):
        planned()
    with CaptureQueriesContext(connection) as fifty:
        client.get("/api/v1/tasks")
    assert len(fifty) == len(one)
