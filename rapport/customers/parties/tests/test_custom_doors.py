"""Fields of the company's own on the pages of a record and over the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from rapport.core.access.models import User
from rapport.core.customfields.actions import edit_field
from rapport.core.customfields.models import CustomField, Option
from rapport.customers.parties.models import Party

pytestmark = pytest.mark.django_db
Add = Callable[..., CustomField]
FILMS = [Option("", "Drama", "剧情片"), Option("", "Comedy", "喜剧片"), Option("", "War")]


def test_a_field_is_edited_in_the_details(
    add: Add, wei: Party, alice: User, signed_in: Callable[[User], Client], at: datetime
) -> None:
    add("Film", "multi", options=FILMS)
    client, address = signed_in(alice), f"/people/{wei.pk}/custom/custom.film"
    assert "Film" in client.get(f"/people/{wei.pk}/details").content.decode()
    form = client.get(address).content.decode()
    assert form.count('type="checkbox"') == 3
    answer = client.post(address, {"custom.film": ["drama", "war"]})
    assert "Drama, War" in answer.content.decode()
    asked = client.post(address, {"custom.film": ["comedy"], "before": "", "version": "1"})
    assert asked.status_code == 409
    assert "Drama, War" in asked.content.decode()
    assert client.post(address, {"custom.film": ["cartoon"]}).status_code == 422
    assert client.get(f"/people/{wei.pk}/custom/custom.song").status_code == 404


def test_a_new_person_is_asked_what_a_stage_demands(
    add: Add, alice: User, signed_in: Callable[[User], Client]
) -> None:
    add("Member since", "date", required_at=["customer"], hint="As on the card")
    add("Film", "text")
    client = signed_in(alice)
    page = client.get("/people/new").content.decode()
    assert "As on the card · Required for Customer" in page
    assert "custom.film" not in page
    sent = {"family": "王", "lifecycle": "customer"}
    answer = client.post("/people/new", sent)
    assert answer.status_code == 422
    assert "Fill this in: it is required for Customer." in answer.content.decode()
    client.post("/people/new", sent | {"custom.member_since": "2026-01-01"})
    assert Party.objects.get().custom == {"member_since": "2026-01-01"}


def test_the_api_reads_and_writes_them(
    add: Add, wei: Party, alice: User, admin: User, caller: Callable[..., Client], at: datetime
) -> None:
    film = add("Film", "choice", options=FILMS)
    api, address = caller(alice), f"/api/v1/people/{wei.pk}"
    read = api.get(address)
    assert read.json()["custom"] == {}
    patch = {"data": {"custom": {"film": "drama"}}, "content_type": "application/json"}
    done = api.patch(address, **patch, headers={"If-Match": read["ETag"]})
    assert done.json()["custom"] == {"film": "drama"}
    assert api.patch(address, **patch, headers={"If-Match": read["ETag"]}).status_code == 412
    bad = api.patch(address, {"custom": {"film": "cartoon"}}, content_type="application/json")
    assert bad.status_code == 422
    assert "custom.film" in bad.json()["fields"]
    assert api.get("/api/v1/people").json()["items"][0]["custom"] == {"film": "drama"}
    role = str(alice.grants.get().role_id)
    edit_field(film.pk, by=admin, at=at, changes={"limits": {role: "hidden"}})
    assert api.get(address).json()["custom"] == {}
    assert api.get("/api/v1/people").json()["items"][0]["custom"] == {}
