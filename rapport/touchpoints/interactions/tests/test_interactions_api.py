"""Contacts over the API."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.tasks.models import Task

pytestmark = pytest.mark.django_db
JSON = "application/json"
CALL = {
    "channel": "phone",
    "started_at": "2020-05-04T09:30:00Z",
    "subject": "Asked for a sea view",
    "next_step": "Send both options",
    "next_step_on": "2020-05-08",
}


def test_a_contact_is_logged_with_its_next_step(wang, alice, caller) -> None:
    answer = caller(alice).post(
        "/api/v1/interactions", CALL | {"party_id": wang.pk}, content_type=JSON
    )
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert answer["Location"] == f"/api/v1/interactions/{made['id']}"
    assert (made["staff_id"], made["subject"]) == (alice.pk, "Asked for a sea view")
    assert Task.objects.get().source_id == made["id"]


def test_it_is_read_corrected_resolved_and_trashed(logged, alice, caller) -> None:
    address = f"/api/v1/interactions/{logged(reason='complaint').pk}"
    client = caller(alice)
    tag = client.get(address)["ETag"]
    sent = {k: v for k, v in CALL.items() if k != "next_step_on"} | {"reason": "complaint"}
    edited = client.put(address, sent, content_type=JSON, headers={"If-Match": tag})
    assert edited.status_code == 200, edited.content
    stale = client.put(address, sent, content_type=JSON, headers={"If-Match": tag})
    assert stale.status_code == 412
    for verb, status in [
        ("resolve", 200),
        ("resolve", 409),
        ("reopen", 200),
        ("trash", 200),
        ("resolve", 409),
        ("restore", 200),
    ]:
        answer = client.post(f"{address}/{verb}", {}, content_type=JSON)
        assert answer.status_code == status, (verb, answer.content)


def test_what_cannot_be_names_its_field(wang, alice, caller) -> None:
    for changed, field in [({"started_at": "2199-01-01T00:00:00Z"}, "started_at")]:
        sent = CALL | {"party_id": wang.pk} | changed
        answer = caller(alice).post("/api/v1/interactions", sent, content_type=JSON)
        assert answer.status_code == 422
        assert field in answer.json()["fields"]
    assert not Interaction.objects.exists()
    assert not Task.objects.exists()


def test_as_charlie_it_is_not_there(logged, wang, charlie, caller) -> None:
    row, client = logged(reason="complaint"), caller(charlie)
    assert client.get(f"/api/v1/interactions/{row.pk}").status_code == 404
    assert client.get("/api/v1/interactions").json()["items"] == []
    assert client.get("/api/v1/interactions/count").json()["count"] == 0
    sent = CALL | {"party_id": wang.pk}
    assert client.post("/api/v1/interactions", sent, content_type=JSON).status_code == 404
    for verb in ("resolve", "reopen", "trash", "restore"):
        address = f"/api/v1/interactions/{row.pk}/{verb}"
        assert client.post(address, {}, content_type=JSON).status_code == 404


def test_the_list_is_filtered_and_paged(logged, wang, alice, caller) -> None:
    for channel in ("phone", "email", "email"):
        logged(channel=channel)
    client = caller(alice)
    found = client.get(f"/api/v1/interactions?f=party:is:{wang.pk}&f=channel:is:email").json()
    assert [row["channel"] for row in found["items"]] == ["email", "email"]
    first = client.get("/api/v1/interactions?limit=2").json()
    rest = client.get(first["next"]).json()
    ids = [row["id"] for row in first["items"] + rest["items"]]
    assert ids == sorted(ids, reverse=True)
    assert len(set(ids)) == 3


def test_as_many_queries_for_fifty_as_for_one(logged, alice, caller) -> None:
    client = caller(alice)
    logged()
    client.get("/api/v1/interactions")  # the first request notes that the token was used
    with CaptureQueriesContext(connection) as one:
        client.get("/api/v1/interactions")
    for _ in range(50):
        logged()
    with CaptureQueriesContext(connection) as fifty:
        client.get("/api/v1/interactions")
    assert len(fifty) == len(one)


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+08:00", "9999-12-31T23:59:59-08:00"])
def test_a_moment_at_the_end_of_the_calendar_is_refused(wang, alice, caller, moment) -> None:
    """The database would keep it, and nobody could read it again."""
    sent = CALL | {"party_id": wang.pk, "started_at": moment}
    answer = caller(alice).post("/api/v1/interactions", sent, content_type=JSON)
    assert answer.status_code == 422
    assert answer.json()["fields"] == {"started_at": "Enter a date between 1900 and 2200."}
