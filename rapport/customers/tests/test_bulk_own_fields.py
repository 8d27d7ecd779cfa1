"""Fields of the company's own, edited on many people at once: each row by the rules of one."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapport.core.access.models import User
from rapport.core.bulk.actions import start_bulk, undo_bulk
from rapport.core.bulk.choosing import Chosen
from rapport.core.bulk.driving import take_back
from rapport.core.bulk.models import BulkRun
from rapport.core.customfields.actions import add_field, edit_field, remove_field
from rapport.core.customfields.models import Option
from rapport.core.events.models import EventRow
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from rapport.customers.people.lists import PEOPLE

HX = {"HX-Request": "true"}
ALL = Chosen(PEOPLE, all=True)
FILM = "edit-own-person-favourite_film"
HERO = {"value": "Hero", "shown": "Hero"}


@pytest.fixture
def many(alice: User, at: datetime) -> list[int]:
    """Seven people of Alice's."""
    people = [create_person(by=alice, at=at, family=f"Li {n}", given="Mei") for n in range(7)]
    return [person.pk for person in people]


@pytest.fixture
def film(admin: User, at: datetime):
    """The field of the first morning."""
    return add_field("person", by=admin, at=at, label="Favourite film", kind="text")


def films() -> list[object]:
    return [custom.get("favourite_film") for (custom,) in _rows()]


def _rows():
    return Party.objects.filter(kind="person").order_by("pk").values_list("custom")


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_field_is_set_on_many_and_taken_back(many, film, alice, at) -> None:
    Party.objects.filter(pk=many[0]).update(custom={"favourite_film": "Hero", "other": 1})
    run = start_bulk(ALL, FILM, by=fresh(alice), at=at, values=HERO)
    assert (run.changed, run.unchanged) == (6, 1)
    assert films() == ["Hero"] * 7
    told = EventRow.objects.filter(name="PeopleEdited").latest("id").data
    assert told["fields"] == ["custom.favourite_film"]
    undo_bulk(run.pk, by=alice, at=at)
    take_back(run.pk, by=alice, clock=lambda: at)
    assert films() == ["Hero", *[None] * 6]
    assert Party.objects.get(pk=many[0]).custom["other"] == 1


def test_it_is_emptied_except_where_it_is_required(many, admin, alice, at) -> None:
    field = add_field("person", by=admin, at=at, label="Favourite film", kind="text")
    Party.objects.filter(pk__in=many).update(custom={"favourite_film": "Hero"})
    Party.objects.filter(pk=many[0]).update(lifecycle="customer")
    edit_field(field.pk, by=admin, at=at, changes={"required_at": ["customer"]})
    run = start_bulk(ALL, FILM, by=fresh(alice), at=at, values={"value": None, "shown": "–"})
    assert (run.changed, run.skipped) == (6, 1)
    left = run.left_rows.get()
    assert (left.row_id, left.reason) == (
        many[0],
        "“Favourite film” is required where they stand",
    )


def test_the_dialog_asks_as_the_field_is(many, admin, alice, at, signed_in) -> None:
    options = [Option("", "Gold", "金"), Option("", "Silver", "银")]
    tier = add_field("person", by=admin, at=at, label="Tier", kind="choice", options=options)
    gold = next(iter(tier.choices))
    client, query = signed_in(alice), "?all=people%3F"
    verb = "edit-own-person-tier"
    address = reverse("bulk:ask", args=["people", verb]) + query
    assert address in client.get(reverse("bulk:edit", args=["people"]) + query).content.decode()
    assert "Silver" in client.get(address).content.decode()
    preview = reverse("bulk:preview", args=["people", verb]) + query
    assert (
        client.post(preview, {"value": gold}, headers=HX).content.decode().count("<td>Gold</td>")
        == 5
    )
    assert client.post(address, {"value": "tin"}).status_code == 422
    assert not BulkRun.objects.exists()
    assert client.post(address, {"value": gold}, headers=HX).status_code == 204
    run = BulkRun.objects.get()
    assert run.changed == 7
    page = client.get(reverse("bulk:open", args=[run.pk])).content.decode()
    assert "Tier → Gold" in page


def test_a_hidden_or_removed_field_is_none(many, film, admin, alice, at, signed_in) -> None:
    address = reverse("bulk:ask", args=["people", FILM]) + "?all=people%3F"
    role = alice.grants.get().role
    edit_field(film.pk, by=admin, at=at, changes={"limits": {str(role.pk): "hidden"}})
    assert signed_in(alice).get(address).status_code == 404
    edit_field(film.pk, by=admin, at=at, changes={"limits": {str(role.pk): "see"}})
    assert signed_in(alice).get(address).status_code == 404
    edit_field(film.pk, by=admin, at=at, changes={"limits": {}})
    assert signed_in(alice).get(address).status_code == 200
    run = start_bulk(ALL, FILM, by=fresh(alice), at=at, values=HERO)
    remove_field(film.pk, by=admin, at=at)
    assert signed_in(alice).get(address).status_code == 404
    assert signed_in(alice).get(reverse("bulk:open", args=[run.pk])).status_code == 200
    assert signed_in(alice).get(address.replace("favourite_film", "none")).status_code == 404


def test_programs_set_it_too(many, admin, alice, at, signed_in) -> None:
    options = [Option("", "Alpha"), Option("", "Beta")]
    likes = add_field("person", by=admin, at=at, label="Likes", kind="multi", options=options)
    body = {
        "list_name": "people",
        "verb": "edit-own-person-likes",
        "values": {"value": "Alpha; Beta"},
        "ids": many[:2],
    }
    client = signed_in(alice)
    answer = client.post("/api/v1/bulk", json.dumps(body), content_type="application/json")
    assert answer.status_code == 201, answer.content
    assert BulkRun.objects.get().values["value"] == list(likes.choices)


def test_many_rows_cost_the_same_queries(many, film, alice, at) -> None:
    def count(ids: list[int], value: str) -> int:
        user = fresh(alice)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            values = {"value": value, "shown": value}
            start_bulk(Chosen(PEOPLE, ids=ids), FILM, by=user, at=at, values=values)
        return len(queries)

    count(many[:1], "Farewell")
    assert count(many[:1], "Ju Dou") == count(many, "Red Sorghum")
