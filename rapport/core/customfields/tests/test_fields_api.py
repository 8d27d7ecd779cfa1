"""Fields of the company's own are read and changed by programs, with the rights of whoever calls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.core.access.models import User
from rapport.core.customfields.actions import add_field, edit_field
from rapport.core.customfields.models import CustomField

pytestmark = pytest.mark.django_db
Call = Callable[..., Client]
JSON: dict[str, Any] = {"content_type": "application/json"}


def test_a_field_is_added_changed_removed_and_deleted(admin: User, caller: Call) -> None:
    api = caller(admin)
    options = [{"label": "Drama", "label_zh": "剧情片"}, {"label": "War"}]
    sent = {"entity": "person", "label": "Film", "kind": "choice", "options": options}
    key = {"Idempotency-Key": "film-1"}
    made = api.post("/api/v1/fields", sent, **JSON, headers=key)
    again = api.post("/api/v1/fields", sent, **JSON, headers=key)
    assert (made.status_code, again.json()) == (201, made.json())
    assert CustomField.objects.count() == 1
    told = made.json()
    assert (told["key"], told["holds"], told["may_edit"]) == ("film", "choice", True)
    assert [one["key"] for one in told["options"]] == ["drama", "war"]
    address = made["Location"]
    read = api.get(address)
    assert read["ETag"] == made["ETag"]
    assert api.get(address, headers={"If-None-Match": read["ETag"]}).status_code == 304
    changed = api.patch(address, {"label": "Movie"}, **JSON, headers={"If-Match": read["ETag"]})
    assert changed.json()["label"] == "Movie"
    assert [one["key"] for one in changed.json()["options"]] == ["drama", "war"]
    known = [{"key": "war", "label": "War"}, {"label": "Western"}]
    told_again = api.patch(address, {"options": known}, **JSON).json()["options"]
    assert [(one["key"], one["is_retired"]) for one in told_again] == [
        ("war", False),
        ("western", False),
        ("drama", True),
    ]
    late = api.patch(address, {"label": "Flick"}, **JSON, headers={"If-Match": read["ETag"]})
    assert late.status_code == 412
    assert api.delete(address).status_code == 409  # in use: remove it first
    assert api.post(f"{address}/remove", **JSON).json()["removed_at"]
    assert api.get("/api/v1/fields").json() == []
    (removed,) = api.get("/api/v1/fields?removed=true").json()
    assert removed["id"] == told["id"]
    assert api.post(f"{address}/restore", **JSON).json()["removed_at"] is None
    api.post(f"{address}/remove", **JSON)
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404


def test_formulas_and_relations_are_told_in_words(admin: User, caller: Call, at: datetime) -> None:
    api = caller(admin)
    size = add_field("person", by=admin, at=at, label="Size", kind="number")
    sent = {"entity": "person", "label": "Twice", "kind": "formula", "formula": "{size}*2"}
    twice = api.post("/api/v1/fields", sent, **JSON).json()
    assert (twice["formula"], twice["holds"]) == ("{Size}*2", "number")
    sent = {"entity": "person", "label": "Home", "kind": "relation", "target": "household"}
    assert api.post("/api/v1/fields", sent, **JSON).json()["target"] == "household"
    ids = [twice["id"], size.pk]
    order = {"entity": "person", "field_ids": ids}
    assert api.post("/api/v1/fields/order", order, **JSON).status_code == 204
    found = api.get("/api/v1/fields?entity=person").json()
    assert [one["key"] for one in found] == ["twice", "size", "home"]
    assert api.get("/api/v1/fields?entity=planet").status_code == 404


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"label": "Size"}, "label"),
        ({"kind": "formula", "formula": "{Sise} * 2"}, "formula"),
        ({"kind": "choice"}, "options"),
        ({"required_at": ["asleep"]}, "required_at"),
        ({"kind": "relation", "target": "planet"}, "target"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(
    admin: User, caller: Call, at: datetime, sent: dict[str, Any], wrong: str
) -> None:
    add_field("person", by=admin, at=at, label="Size", kind="number")
    whole = {"entity": "person", "label": "New", "kind": "text"} | sent
    answer = caller(admin).post("/api/v1/fields", whole, **JSON)
    assert answer.status_code == 422
    assert wrong in answer.json()["fields"]
    assert CustomField.objects.count() == 1


def test_others_read_what_exists_for_them_and_change_nothing(
    admin: User, alice: User, caller: Call, at: datetime
) -> None:
    role = str(alice.grants.get().role_id)
    seen = add_field("person", by=admin, at=at, label="Seen", kind="text", limits={role: "see"})
    secret = add_field("person", by=admin, at=at, label="Secret", kind="text")
    edit_field(secret.pk, by=admin, at=at, changes={"limits": {role: "hidden"}})
    api = caller(alice)
    (told,) = api.get("/api/v1/fields").json()
    assert (told["id"], told["may_edit"], told["limits"]) == (seen.pk, False, {})
    assert api.get(f"/api/v1/fields/{secret.pk}").status_code == 404
    assert api.get("/api/v1/fields?removed=true").json() == []
    sent = {"entity": "person", "label": "Mine", "kind": "text"}
    assert api.post("/api/v1/fields", sent, **JSON).status_code == 403
    assert api.patch(f"/api/v1/fields/{seen.pk}", {"label": "x"}, **JSON).status_code == 403
    assert api.post(f"/api/v1/fields/{seen.pk}/remove", **JSON).status_code == 403
    assert api.delete(f"/api/v1/fields/{seen.pk}").status_code == 403


def test_twenty_fields_are_asked_for_as_one(admin: User, caller: Call, at: datetime) -> None:
    api = caller(admin)
    add_field("person", by=admin, at=at, label="First", kind="number")
    api.get("/api/v1/fields")
    with CaptureQueriesContext(connection) as few:
        api.get("/api/v1/fields")
    for n in range(20):
        add_field("person", by=admin, at=at, label=f"Field {n}", kind="number")
    with CaptureQueriesContext(connection) as many:
        assert len(api.get("/api/v1/fields").json()) == 21
    assert len(many) == len(few)
