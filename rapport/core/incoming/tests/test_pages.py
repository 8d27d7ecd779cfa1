"""The pages of incoming hooks."""

from __future__ import annotations

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapport.core.access.models import Grant, Role
from rapport.core.errors import Invalid, Missing, NotAllowed
from rapport.core.imports.actions import OutsideReach
from rapport.core.incoming import actions
from rapport.core.incoming.models import IncomingHook, IncomingMessage
from rapport.core.incoming.tests.conftest import SAMPLE


def test_from_the_address_to_the_record(admin, signed_in, post, work):
    client = signed_in(admin)
    assert "No incoming hooks yet" in client.get(reverse("incoming:list")).content.decode()
    made = client.post(reverse("incoming:add"), {"name": "Website", "kind": "people"})
    key = re.search(r"/incoming/([\w-]{40,})", made.content.decode())[1]
    hook = IncomingHook.objects.get()
    assert key not in client.get(reverse("incoming:open", args=[hook.pk])).content.decode()
    post(key, SAMPLE)
    page = client.get(reverse("incoming:map", args=[hook.pk])).content.decode()
    assert "contact.email" in page
    assert "wang@example.com" in page
    chosen = {name: str(index) for name, index in IncomingHook.objects.get().mapping.items()}
    sent = {f"column_{name}": index for name, index in chosen.items()}
    sent |= {"match": "update", "owner": admin.pk, "day_order": "ymd", "decimal": "."}
    sent |= {"system": "web", "name_order": "auto", "bad_contacts": "refuse"}
    shown = client.post(reverse("incoming:preview", args=[hook.pk]), sent).content.decode()
    assert "Create" in shown
    saved = client.post(reverse("incoming:map", args=[hook.pk]), sent)
    assert saved.status_code == 302, saved.content.decode()
    (message,) = work()
    page = client.get(reverse("incoming:message", args=[message.pk])).content.decode()
    assert f"/people/{message.target_id}" in page
    assert "wang@example.com" in page
    client.post(reverse("incoming:replay", args=[message.pk]))
    assert work()[0].outcome == "unchanged"


def test_a_pasted_sample_is_mapped_by(admin, signed_in, fresh):
    client, address = signed_in(admin), reverse("incoming:sample", args=[fresh[0].pk])
    assert client.post(address, {"sample": "{"}).status_code == 422
    assert client.post(address, {"sample": "[]"}).status_code == 422
    assert client.post(address, {"sample": json.dumps(SAMPLE)}).status_code == 302
    assert IncomingHook.objects.get().mapping["email"] == 3


def test_what_cannot_be_made_is_said(admin, signed_in, at):
    client = signed_in(admin)
    for wrong in ({"name": ""}, {"kind": "orders"}, {"kind": ""}):
        new = {"name": "Website", "kind": "people"} | wrong
        assert client.post(reverse("incoming:add"), new).status_code == 422
    with pytest.raises(Invalid):
        actions.create_incoming_hook(by=admin, at=at, name="x", kind="orders")
    assert not IncomingHook.objects.exists()


def test_rights(alice, bob, admin, at, fresh, signed_in):
    hook, _key = fresh
    assert signed_in(alice).get(reverse("incoming:list")).status_code == 403
    with pytest.raises(NotAllowed):
        actions.create_incoming_hook(by=alice, at=at, name="x", kind="people")
    with pytest.raises(Missing):
        actions.rotate_incoming_hook(hook.pk, by=alice, at=at)
    with pytest.raises(actions.NotMapped):
        actions.map_incoming_hook(
            hook.pk, by=admin, at=at, mapping={}, options={}, match="skip", owner_id=admin.pk
        )
    with pytest.raises(OutsideReach):
        actions.map_incoming_hook(
            hook.pk, by=admin, at=at, mapping={"email": 0}, options={}, match="skip", owner_id=0
        )


def test_what_was_received_is_shown_to_who_mapped_it_alone(bob, signed_in, mapped, post):
    post(mapped[1], SAMPLE)
    role = Role.objects.create(key="it", name="IT", rights={"core.manage_webhooks": "all"})
    Grant.objects.create(user=bob, role=role)
    message = IncomingMessage.objects.get()
    client = signed_in(bob)
    for page in (
        reverse("incoming:message", args=[message.pk]),
        reverse("incoming:map", args=[message.hook_id]),
    ):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "wang@example.com" not in answer.content.decode()


def test_verbs(admin, signed_in, mapped):
    client, hook = signed_in(admin), mapped[0]
    for verb, told in (("stop", "Stopped"), ("resume", "again"), ("rotate", "Copy the address")):
        answer = client.post(reverse(f"incoming:{verb}", args=[hook.pk]), follow=True)
        assert told in answer.content.decode()
    assert "Remove" in client.get(reverse("incoming:remove", args=[hook.pk])).content.decode()
    client.post(reverse("incoming:remove", args=[hook.pk]))
    assert not IncomingHook.objects.exists()


def test_as_many_queries_for_fifty_as_for_one(admin, signed_in, mapped, post, at):
    hook, key = mapped
    client = signed_in(admin)
    pages = [reverse("incoming:list"), reverse("incoming:open", args=[hook.pk])]

    def counted():
        for page in pages:
            client.get(page)
        with CaptureQueriesContext(connection) as queries:
            for page in pages:
                client.get(page)
        return len(queries)

    post(key, SAMPLE)
    one = counted()
    for number in range(30):
        post(key, SAMPLE)
        actions.create_incoming_hook(by=admin, at=at, name=f"{number}", kind="people")
    assert counted() == one
