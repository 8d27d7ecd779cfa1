"""Incoming hooks over the API: from the address to the record, and back."""

from __future__ import annotations

import json

import pytest

from rapport.core.incoming.models import IncomingHook, IncomingMessage
from rapport.core.incoming.tests.conftest import SAMPLE
from rapport.customers.people.models import Person

pytestmark = pytest.mark.django_db
ALL = "/api/v1/incoming-hooks"


def send(client, method, address, data=None, **headers):
    body = json.dumps(data) if data is not None else ""
    return getattr(client, method)(address, body, content_type="application/json", headers=headers)


def test_a_program_sets_it_up_and_follows_what_comes(admin, caller, post, work) -> None:
    client = caller(admin)
    made = send(client, "post", ALL, {"name": "Website", "kind": "people"})
    assert made.status_code == 201
    hook = made.json()
    address, key = f"{ALL}/{hook['id']}", hook["address"].rpartition("/")[2]
    assert client.get(ALL).json()[0]["address"] is None
    shown = send(client, "post", f"{address}/sample", {"body": SAMPLE}).json()
    assert shown["mapping"]["email"] == "contact.email"
    mapping = {"mapping": shown["mapping"], "owner_id": admin.pk}
    assert (
        send(client, "put", f"{address}/mapping", mapping, **{"If-Match": '"1"'}).status_code == 412
    )
    assert send(client, "put", f"{address}/mapping", mapping).json()["mapped_at"]
    post(key, SAMPLE)
    work()
    (row,) = client.get(f"{address}/messages").json()["items"]
    assert (row["outcome"], row["body"]) == ("created", SAMPLE)
    one = f"/api/v1/incoming-messages/{row['id']}"
    undone = send(client, "post", f"{one}/undo").json()
    assert (undone["state"], undone["target_id"]) == ("undone", None)
    assert not Person.objects.exists()
    assert send(client, "post", f"{one}/undo").status_code == 409
    assert send(client, "post", f"{one}/replay").json()["state"] == "waiting"
    work()
    assert client.get(one).json()["outcome"] == "created"


def test_stopped_rotated_and_removed(admin, caller, mapped, post) -> None:
    client, (hook, key) = caller(admin), mapped
    address = f"{ALL}/{hook.pk}"
    assert send(client, "post", f"{address}/stop").json()["stopped_at"]
    assert post(key, SAMPLE).status_code == 404
    assert send(client, "post", f"{address}/resume").json()["stopped_at"] is None
    fresh = send(client, "post", f"{address}/rotate").json()["address"]
    assert post(key, SAMPLE).status_code == 404
    assert post(fresh.rpartition("/")[2], SAMPLE).status_code == 202
    assert client.delete(address).status_code == 204
    assert not IncomingHook.objects.exists()


def test_what_cannot_be(admin, alice, caller, fresh) -> None:
    client, address = caller(admin), f"{ALL}/{fresh[0].pk}"
    assert send(client, "post", ALL, {"name": "x", "kind": "orders"}).status_code == 422
    assert send(client, "post", f"{address}/sample", {"body": {}}).status_code == 422
    unknown = {"mapping": {"email": "nowhere"}, "owner_id": admin.pk}
    answer = send(client, "put", f"{address}/mapping", unknown)
    assert (answer.status_code, "nowhere" in answer.json()["fields"]["mapping"]) == (422, True)
    assert caller(alice).get(address).status_code == 404


def test_what_was_changed_since_stays(admin, signed_in, mapped, post, work) -> None:
    client = signed_in(admin)
    post(mapped[1], SAMPLE)
    (message,) = work()
    page = f"/settings/incoming/messages/{message.pk}"
    assert "Take back" in client.get(page).content.decode()
    Person.objects.update(given="大伟")
    answer = client.post(f"{page}/undo")
    assert (answer.status_code, "changed since" in answer.content.decode()) == (409, True)
    assert Person.objects.count() == 1
    assert IncomingMessage.objects.get().state == "done"


def test_taken_back_on_its_page(admin, signed_in, mapped, post, work) -> None:
    client = signed_in(admin)
    post(mapped[1], SAMPLE)
    (message,) = work()
    page = f"/settings/incoming/messages/{message.pk}"
    assert client.post(f"{page}/undo")["Location"] == page
    shown = client.get(page).content.decode()
    assert "Taken back" in shown
    assert "Open the record" not in shown
    assert not Person.objects.exists()
