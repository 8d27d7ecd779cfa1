"""Mails over the API."""

from __future__ import annotations

import pytest

from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mail.tests.conftest import DRAFT

pytestmark = pytest.mark.django_db
JSON = "application/json"


def test_written_read_cancelled_and_sent_again(wang, alice, caller) -> None:
    client = caller(alice)
    made = client.post("/api/v1/mails", {"party_id": wang.pk, **DRAFT}, JSON)
    assert made.status_code == 201
    mail, here = made.json(), made.headers["Location"]
    assert (mail["subject"], mail["state"]) == ("Your sea view, 伟", "waiting")
    assert client.get(here).json()["body"] == mail["body"]
    assert [
        one["id"] for one in client.get("/api/v1/mails?f=state:is:waiting").json()["items"]
    ] == [mail["id"]]
    assert client.post(f"{here}/cancel").json()["state"] == "cancelled"
    assert client.post(f"{here}/cancel").status_code == 409
    assert client.post(f"{here}/again").json()["state"] == "waiting"


@pytest.mark.parametrize(
    ("changed", "status", "says"),
    [
        ({"purpose": "offers"}, 409, "No consent was given."),
        ({"body": "Dear {{ x }}"}, 422, "There is no merge field"),
        ({"purpose": "profiling"}, 422, ""),
        ({"subject": ""}, 422, ""),
        ({"contact_point_id": 1_000_000}, 404, ""),
    ],
)
def test_what_may_not_go_out(wang, alice, caller, changed, status, says) -> None:
    answer = caller(alice).post("/api/v1/mails", {"party_id": wang.pk, **DRAFT, **changed}, JSON)
    assert (answer.status_code, says in answer.text) == (status, True)
    assert not OutgoingMail.objects.exists()


def test_for_others_it_is_not_there(write, wang, charlie, caller) -> None:
    client, mail = caller(charlie), write()
    assert client.get(f"/api/v1/mails/{mail.pk}").status_code == 404
    assert client.post(f"/api/v1/mails/{mail.pk}/cancel").status_code == 404
    assert client.post("/api/v1/mails", {"party_id": wang.pk, **DRAFT}, JSON).status_code == 404
    assert client.get("/api/v1/mails").json()["items"] == []
