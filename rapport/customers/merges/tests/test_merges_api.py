"""Merging over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from rapport.core.access.models import User
from rapport.customers.merges.actions import merge_parties
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.models import Party
from rapport.customers.people.models import Person

pytestmark = pytest.mark.django_db
JSON = "application/json"


def _post(client: Client, address: str, body: dict[str, Any] | None = None) -> Any:
    return client.post(f"/api/v1{address}", body or {}, content_type=JSON)


def test_compared_merged_read_and_undone(wang: Person, li: Person, alice: User, caller) -> None:
    client = caller(alice)
    fields = _post(client, "/merges/preview", {"ids": [wang.pk, li.pk]}).json()
    name = next(one for one in fields if one["name"] == "honorific")
    assert (name["values"], name["taken"], name["differs"]) == (
        {str(wang.pk): "Mr", str(li.pk): "Ms"},
        wang.pk,
        True,
    )
    body = {"survivor_id": wang.pk, "loser_ids": [li.pk], "choices": {"honorific": li.pk}}
    answer = _post(client, "/merges", body)
    assert answer.status_code == 201, answer.content
    merge = answer.json()
    assert [one["party_id"] for one in merge["losers"]] == [li.pk]
    assert client.get(answer["Location"]).json() == merge
    assert Person.objects.get(pk=wang.pk).honorific == "ms"
    assert client.get("/api/v1/merges").json()["items"] == [merge]
    undone = _post(client, f"/merges/{merge['id']}/undo").json()
    assert (undone["undone_by_id"], undone["kept"]) == (alice.pk, {})
    assert Person.objects.get(pk=wang.pk).honorific == "mr"


def test_refused(
    wang: Person, li: Person, lone: Person, haina: Organization, alice: User, caller
) -> None:
    client = caller(alice)
    for losers, status in (([lone.pk], 404), ([haina.pk], 409), ([wang.pk], 422), ([], 422)):
        answer = _post(client, "/merges", {"survivor_id": wang.pk, "loser_ids": losers})
        assert answer.status_code == status, answer.content
    wrong = {"survivor_id": wang.pk, "loser_ids": [li.pk], "choices": {"shoe_size": wang.pk}}
    answer = _post(client, "/merges", wrong)
    assert (answer.status_code, set(answer.json()["fields"])) == (422, {"shoe_size"})
    assert not Party.objects.exclude(merged_into=None).exists()


def test_a_stranger_sees_none(
    wang: Person, li: Person, alice: User, charlie: User, at: datetime, caller
) -> None:
    merge = merge_parties(wang.pk, [li.pk], by=alice, at=at)
    client = caller(charlie)
    assert client.get("/api/v1/merges").json()["items"] == []
    assert client.get(f"/api/v1/merges/{merge.pk}").status_code == 404
    assert _post(client, f"/merges/{merge.pk}/undo").status_code == 404
