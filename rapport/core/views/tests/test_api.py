"""Saved views over the API: the same verbs, the same rights."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rapport.core.access.models import User
from rapport.core.views.models import SavedView

pytestmark = pytest.mark.django_db

Speak = Callable[[User], Client]
VIEWS = "/api/v1/views"


def made(client: Client, **values: Any) -> Any:
    """Save a view and return the answer."""
    body = {"list_name": "people", "name": "Mine", "query": "f=lifecycle:is:customer"} | values
    return client.post(VIEWS, body, content_type="application/json")


def test_a_view_is_saved_read_changed_and_deleted(alice: User, signed_in: Speak) -> None:
    client = signed_in(alice)
    answer = made(client)
    assert answer.status_code == 201
    view = answer.json()
    assert view["query"] == "f=lifecycle%3Ais%3Acustomer"
    address, tag = f"{VIEWS}/{view['id']}", answer.headers["ETag"]
    assert client.get(address).json() == view
    assert client.get(f"{VIEWS}?list_name=people").json() == [view]
    assert client.get(f"{VIEWS}?list_name=orders").json() == []
    changed = client.patch(
        address, {"audience": "team"}, content_type="application/json", headers={"if-match": tag}
    )
    assert (changed.json()["audience"], changed.json()["team_id"]) == ("team", alice.team_id)
    stale = client.patch(
        address, {"name": "x"}, content_type="application/json", headers={"if-match": tag}
    )
    assert stale.status_code == 412
    assert client.delete(address).status_code == 204
    assert not SavedView.objects.exists()


def test_what_is_refused(alice: User, charlie: User, signed_in: Speak) -> None:
    client = signed_in(alice)
    assert made(client, list_name="nothing").status_code == 404
    assert made(client, query="f=secret:is:1").status_code == 422
    assert made(client, audience="public").status_code == 403
    assert made(client, audience="all").status_code == 422
    view = made(client).json()
    assert made(client).status_code == 409
    stranger = signed_in(charlie)
    assert stranger.get(f"{VIEWS}/{view['id']}").status_code == 404
    assert stranger.delete(f"{VIEWS}/{view['id']}").status_code == 404
    assert stranger.get(VIEWS).json() == []
