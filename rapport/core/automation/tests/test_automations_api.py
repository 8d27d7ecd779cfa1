"""Automations over the API."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.core.automation.models import Automation
from rapport.core.automation.tests.conftest import TAG, TASK
from rapport.customers.people.actions import create_person
from rapport.touchpoints.tasks.models import Task

HERE = "/api/v1/automations"
ADDED = {"kind": "event", "when": {"event": "PersonCreated"}}


@pytest.fixture
def client(caller, admin):
    """A program of the administrator's."""
    return caller(admin)


def sent(**payload: object) -> dict[str, Any]:
    """Return what a request holds."""
    return {"data": json.dumps(payload), "content_type": "application/json"}


def made(client, **more: object) -> dict[str, Any]:
    """Lay out an automation and return it as it is told."""
    payload = {"list_name": "people", "name": "Call", "trigger": ADDED, "steps": [TASK]} | more
    answer = client.post(HERE, **sent(**payload))
    assert answer.status_code == 201, answer.json()
    row: dict[str, Any] = answer.json()
    return row


def test_its_whole_life(client, wake, alice, at):
    row = made(client, query=f"f=owner:is:{alice.pk}")
    assert (row["started_at"], row["kind"], row["when"]) == (None, "event", ADDED["when"])
    place = f"{HERE}/{row['id']}"
    tag = client.get(place).headers["ETag"]
    assert client.get(place, headers={"If-None-Match": tag}).status_code == 304
    changed = client.patch(place, **sent(steps=[TASK, TAG]), headers={"If-Match": tag})
    assert [step["do"] for step in changed.json()["steps"]] == ["task", "tag"]
    assert client.patch(place, **sent(name="X"), headers={"If-Match": tag}).status_code == 412
    assert client.post(f"{place}/turn-on").json()["started_at"]
    assert client.post(f"{place}/turn-on").status_code == 409
    now = datetime.now(tz=UTC)
    create_person(by=alice, at=now, family="王", given="伟")
    wake(now)
    tried = client.get(f"{place}/dry-run").json()
    assert (tried["count"], tried["first"]) == (1, ["王伟"])
    (run,) = client.get(f"{place}/runs").json()["items"]
    assert (run["outcome"], [step["changed"] for step in run["steps"]]) == ("done", [True, True])
    assert client.post(f"/api/v1/automation-runs/{run['id']}/undo").json()["outcome"] == "undone"
    assert not Task.objects.exists()
    assert client.post(f"{place}/turn-off").json()["started_at"] is None
    assert client.delete(place).status_code == 204
    assert client.get(place).status_code == 404


@pytest.mark.parametrize(
    ("payload", "field"),
    [
        ({"trigger": {"kind": "event", "when": {"event": "Nothing"}}}, "event"),
        ({"trigger": {"kind": "view", "when": {"view": 0}}}, "view"),
        ({"trigger": {"kind": "time", "when": {"every": "day", "at": "24:00"}}}, "at"),
        ({"trigger": {"kind": "field", "when": {"column": "salary"}}}, "column"),
        ({"steps": [{"do": "erase"}]}, "steps"),
        ({"steps": [{"do": "task", "values": {"title": ""}}]}, "title"),
    ],
)
def test_what_is_wrong_is_named(client, payload, field):
    answer = client.post(HERE, **sent(list_name="people", name="Call", **payload))
    assert answer.status_code == 422
    assert field in answer.json()["fields"]
    assert not Automation.objects.exists()


def test_a_list_without_automations(client):
    assert client.post(HERE, **sent(list_name="letters", name="Call")).status_code == 404


def test_others_do_not_see_it(client, caller, bob, charlie):
    row = made(client)
    assert caller(bob).get(f"{HERE}/{row['id']}").status_code == 404
    assert caller(bob).get(HERE).json() == []
    assert caller(charlie).post(HERE, **sent(list_name="people", name="X")).status_code == 403


def test_one_that_does_not_say_when_cannot_be_tried(client):
    row = made(client, trigger=None)
    answer = client.get(f"{HERE}/{row['id']}/dry-run")
    assert (answer.status_code, answer.json()["detail"]) == (422, "Say first when it acts.")


def test_as_many_queries_for_many(client):
    made(client)
    with CaptureQueriesContext(connection) as one:
        client.get(HERE)
    for number in range(5):
        made(client, name=f"Call {number}")
    with CaptureQueriesContext(connection) as many:
        assert len(client.get(HERE).json()) == 6
    assert len(many) == len(one)
