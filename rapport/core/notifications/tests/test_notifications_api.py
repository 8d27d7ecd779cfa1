"""One's own notifications over the API."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.core.access.models import User
from rapport.core.notifications.models import Notification

pytestmark = pytest.mark.django_db
API = "/api/v1/notifications"


def test_read_page_by_page_and_put_away(tell, caller, alice: User) -> None:
    for number in "123":
        tell(alice, title=number, link=f"/tasks/{number}")
    client = caller(alice)
    first = client.get(API, {"limit": 2}).json()
    assert [one["text"] for one in first["items"]] == ["Reminder: 3", "Reminder: 2"]
    second = client.get(first["next"].removeprefix("http://testserver")).json()
    assert [one["text"] for one in second["items"]] == ["Reminder: 1"]
    assert second["next"] is None
    one = first["items"][0]["id"]
    assert client.post(f"{API}/{one}/read").json()["is_read"] is True
    assert client.post(f"{API}/{one}/unread").json()["is_read"] is False
    assert client.post(f"{API}/read").json() == {"count": 3}
    assert client.post(f"{API}/{one}/archive").json()["is_archived"] is True
    assert len(client.get(API, {"show": "archived"}).json()["items"]) == 1
    assert client.post(f"{API}/{one}/unarchive").json()["is_archived"] is False


def test_only_her_own(tell, caller, alice: User, charlie: User) -> None:
    tell(alice)
    one = Notification.objects.get()
    client = caller(charlie)
    assert client.get(API).json()["items"] == []
    for verb in ("read", "unread", "archive", "unarchive"):
        assert client.post(f"{API}/{one.pk}/{verb}").status_code == 404


def test_what_cannot_be_asked(caller, alice: User) -> None:
    client = caller(alice)
    for asked in ({"show": "half"}, {"category": "weather"}, {"after": "forged"}):
        assert client.get(API, asked).status_code == 422


def test_as_many_queries_for_many(tell, caller, alice: User) -> None:
    client = caller(alice)
    client.get(API)  # the first use of a token is noted
    counts = []
    for some in ("1", "234567"):
        for number in some:
            tell(alice, title=number, link=f"/tasks/{number}")
        with CaptureQueriesContext(connection) as asked:
            client.get(API)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_how_one_is_told(caller, alice: User) -> None:
    client, address = caller(alice), "/api/v1/notification-settings"

    def put(**sent: object) -> Any:
        head = {"If-Match": sent.pop("tag")} if "tag" in sent else {}
        return client.put(address, json.dumps(sent), content_type="application/json", headers=head)

    assert client.get(address).json()["version"] == 0
    chosen = {"channels": {"mentions": "digest"}, "quiet_from": "20:00", "quiet_until": "07:00"}
    told = put(**chosen).json()
    assert (told["channels"], told["quiet_from"]) == ({"mentions": "digest"}, "20:00")
    assert put(tag='"0"').status_code == 412
    for wrong in (
        {"channels": {"mentions": "pigeon"}},
        {"channels": {"weather": "mail"}},
        {"quiet_from": "20:00"},
        {"quiet_days": [0, 1, 2, 3, 4, 5, 6]},
        {"digest_on": 7},
    ):
        assert put(**wrong).status_code == 422
    assert client.get(address).json()["channels"] == {"mentions": "digest"}
    assert client.delete(address).status_code == 204
    assert client.get(address).json()["version"] == 0
