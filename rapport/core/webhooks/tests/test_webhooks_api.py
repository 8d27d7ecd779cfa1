"""Webhooks over the API."""

from __future__ import annotations

import pytest

from rapport.core.webhooks.jobs import deliver
from rapport.core.webhooks.models import DeliveryState, Webhook, WebhookDelivery

NEW = {"name": "ERP", "address": "https://erp.example.com/hook", "events": ["PersonCreated"]}
ALL = "/api/v1/webhooks"


def send(client, method, address, data=None, **headers):
    return getattr(client, method)(address, data, content_type="application/json", headers=headers)


@pytest.fixture
def made(admin, caller):
    client = caller(admin)
    return client, send(client, "post", ALL, NEW).json()


def test_a_program_sets_up_its_own(made):
    client, hook = made
    assert hook["secret"].startswith("whsec_")
    (listed,) = client.get(ALL).json()
    assert (listed["name"], listed["secret"]) == ("ERP", None)
    answer = client.get(f"{ALL}/{hook['id']}")
    assert (answer.json()["secret"], answer.headers["ETag"]) == (None, '"1"')


def test_it_is_changed_rotated_paused_and_removed(made):
    client, hook = made
    address = f"{ALL}/{hook['id']}"
    new = NEW | {"name": "Shop"}
    assert send(client, "put", address, new, **{"If-Match": '"1"'}).json()["name"] == "Shop"
    assert send(client, "put", address, NEW, **{"If-Match": '"1"'}).status_code == 412
    assert (
        send(client, "post", f"{address}/rotate").json()["secret"] == Webhook.objects.get().secret
    )
    assert send(client, "post", f"{address}/pause").json()["stop_reason"] == "paused"
    assert send(client, "post", f"{address}/test").status_code == 409
    assert send(client, "post", f"{address}/resume").json()["stopped_at"] is None
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_its_log_is_read_and_sent_again(admin, caller, receiver):
    client = caller(admin)
    hook = send(client, "post", ALL, NEW | {"address": receiver.url}).json()
    address = f"{ALL}/{hook['id']}"
    made = send(client, "post", f"{address}/test")
    assert (made.status_code, made.json()["state"]) == (201, "waiting")
    deliver(webhook_id=hook["id"])
    (row,) = client.get(f"{address}/messages").json()["items"]
    assert row["state"] == "delivered"
    again = send(client, "post", f"/api/v1/webhook-messages/{row['id']}/resend")
    assert again.json()["message"] == row["message"]
    WebhookDelivery.objects.update(state=DeliveryState.FAILED, due_at=None)
    since = {"since": "2026-01-01T00:00:00Z"}
    assert send(client, "post", f"{address}/resend", since).json() == {"count": 1}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"address": "ftp://x"}, "address"),
        ({"address": "http://192.168.0.1/"}, "address"),
        ({"events": ["Nothing"]}, "events"),
        ({"events": []}, "events"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_saved_names_its_field(admin, caller, wrong, field):
    answer = send(caller(admin), "post", ALL, NEW | wrong)
    assert answer.status_code == 422
    assert field in answer.json()["fields"]


def test_to_others_it_is_not_there(made, alice, caller):
    _client, hook = made
    client = caller(alice)
    assert client.get(ALL).json() == []
    assert client.get(f"{ALL}/{hook['id']}").status_code == 404
    assert send(client, "post", ALL, NEW).status_code == 403
    assert send(client, "post", f"{ALL}/{hook['id']}/test").status_code == 404
