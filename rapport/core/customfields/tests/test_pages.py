"""Settings → Fields: seen, added, changed, ordered, removed, restored, purged by whoever manages fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from rapport.core.access.models import Role, User
from rapport.core.customfields.actions import add_field, remove_field
from rapport.core.customfields.models import CustomField, Option
from rapport.core.customfields.queries import kept

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def test_each_kind_has_a_page(admin: User, signed_in: SignIn, at: datetime) -> None:
    client = signed_in(admin)
    for kind in ("text", "number", "money", "date", "person", "organization"):
        field = add_field("person", by=admin, at=at, label=kind.title(), kind=kind)
        assert client.get(f"/settings/fields/{field.pk}/edit").status_code == 200


@pytest.fixture
def film(admin: User, at: datetime) -> CustomField:
    """A favourite film, one of two."""
    options = [Option("", "Drama", "剧情片"), Option("", "Comedy")]
    return add_field("person", by=admin, at=at, label="Film", kind="choice", options=options)


def test_an_empty_page_teaches(admin: User, signed_in: SignIn) -> None:
    page = signed_in(admin).get("/settings/fields")
    assert "No fields of your own yet" in page.content.decode()


def test_a_field_is_added_with_options_a_line_each(admin: User, signed_in: SignIn) -> None:
    sent = {
        "label": "Film",
        "label_zh": "电影",
        "kind": "multi",
        "more": "Drama | 剧情片\n\n Comedy \n",
        "required_at": ["customer"],
    }
    answer = signed_in(admin).post("/settings/fields/person/add", sent)
    assert answer.status_code == 303, answer.content.decode()
    (field,) = kept("person")
    assert [tuple(one) for one in field.options] == [
        ("drama", "Drama", "剧情片", False),
        ("comedy", "Comedy", "", False),
    ]
    assert field.required_at == ["customer"]


def test_what_is_wrong_stands_at_the_field(
    admin: User, signed_in: SignIn, film: CustomField
) -> None:
    sent = {"label": "film", "kind": "choice", "more": ""}
    answer = signed_in(admin).post("/settings/fields/person/add", sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a field of this name already." in text
    assert "Enter the options, each on a line of its own." in text
    assert len(kept("person")) == 1


def test_a_field_is_changed_on_its_page(admin: User, signed_in: SignIn, film: CustomField) -> None:
    seller = Role.objects.get(key="seller")
    client = signed_in(admin)
    page = client.get(f"/settings/fields/{film.pk}/edit").content.decode()
    assert "剧情片" in page
    film.refresh_from_db()
    sent = {
        "version": film.version,
        "label": "Favourite film",
        "order": ["comedy", "drama"],
        "option_drama": "Tragedy",
        "zh_drama": "悲剧",
        "option_comedy": "Comedy",
        "retired_comedy": "on",
        "more": "Western",
        f"role_{seller.pk}": "see",
    }
    answer = client.post(f"/settings/fields/{film.pk}/edit", sent)
    assert answer.status_code == 303, answer.content.decode()
    film.refresh_from_db()
    assert (film.label, film.limits) == ("Favourite film", {str(seller.pk): "see"})
    assert film.options == [
        ["comedy", "Comedy", "", True],
        ["drama", "Tragedy", "悲剧", False],
        ["western", "Western", "", False],
    ]


def test_two_who_edit_at_once_are_asked(admin: User, signed_in: SignIn, film: CustomField) -> None:
    client = signed_in(admin)
    film.refresh_from_db()
    CustomField.objects.filter(pk=film.pk).update(label="Movie")
    sent = {"version": film.version, "label": "Cinema", "option_drama": "Drama"}
    answer = client.post(f"/settings/fields/{film.pk}/edit", sent)
    assert answer.status_code == 409
    assert "Movie" in answer.content.decode()


def test_fields_are_ordered_by_dragging(
    admin: User, signed_in: SignIn, film: CustomField, at: datetime
) -> None:
    other = add_field("person", by=admin, at=at, label="Shoe size", kind="number")
    signed_in(admin).post("/settings/fields/person/order", {"field": [other.pk, film.pk, "x"]})
    assert kept("person") == [other, film]


def test_removing_tells_how_many_records_have_a_value(
    admin: User, signed_in: SignIn, film: CustomField
) -> None:
    client = signed_in(admin)
    asked = client.get(f"/settings/fields/{film.pk}/remove").content.decode()
    assert "0 records have a value." in asked
    client.post(f"/settings/fields/{film.pk}/remove")
    assert kept("person") == []
    page = client.get("/settings/fields/person").content.decode()
    assert "Removed fields" in page
    client.post(f"/settings/fields/{film.pk}/restore")
    assert kept("person") == [film]


def test_a_name_that_was_taken_meanwhile_keeps_a_field_removed(
    admin: User, signed_in: SignIn, film: CustomField, at: datetime
) -> None:
    remove_field(film.pk, by=admin, at=at)
    add_field("person", by=admin, at=at, label="Film", kind="text")
    client = signed_in(admin)
    client.post(f"/settings/fields/{film.pk}/restore")
    assert (
        "There is a field of this name already." in client.get("/settings/fields").content.decode()
    )
    film.refresh_from_db()
    assert film.removed_at is not None


def test_only_a_removed_field_is_purged(
    admin: User, signed_in: SignIn, film: CustomField, at: datetime
) -> None:
    client = signed_in(admin)
    assert client.post(f"/settings/fields/{film.pk}/purge").status_code == 422
    remove_field(film.pk, by=admin, at=at)
    client.post(f"/settings/fields/{film.pk}/purge")
    assert "Removed fields" not in client.get("/settings/fields/person").content.decode()
    assert client.get(f"/settings/fields/{film.pk}/edit").status_code == 404


@pytest.mark.parametrize("address", ["", "/person/add", "/{}/edit", "/{}/remove", "/{}/purge"])
def test_others_are_refused(
    alice: User, signed_in: SignIn, film: CustomField, address: str
) -> None:
    path = reverse("customfields:index") + address.format(film.pk)
    assert signed_in(alice).get(path).status_code == 403


def test_unknown_things_are_missing(admin: User, signed_in: SignIn) -> None:
    client = signed_in(admin)
    for path in (
        "/settings/fields/planet",
        "/settings/fields/planet/add",
        "/settings/fields/9/edit",
    ):
        assert client.get(path).status_code == 404


def test_the_page_asks_the_same_for_1_and_50_fields(
    admin: User,
    signed_in: SignIn,
    at: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(admin)
    add_field("person", by=admin, at=at, label="Field 0", kind="text")
    client.get("/settings/fields")
    with CaptureQueriesContext(connection) as one:
        client.get("/settings/fields")
    for number in range(1, 50):
        add_field("person", by=admin, at=at, label=f"Field {number}", kind="text")
    with django_assert_num_queries(len(one)):
        client.get("/settings/fields")


def test_a_formula_is_tried_on_records_while_it_is_written(
    admin: User, signed_in: SignIn, at: datetime
) -> None:
    size = add_field("person", by=admin, at=at, label="Size", kind="number")
    client, said = signed_in(admin), "There is no field “Weight” here."
    page = client.get("/settings/fields/person/add").content.decode()
    assert 'data-insert="{Size}"' in page
    assert 'data-insert="years(from, to)"' in page
    answer = client.post("/settings/fields/person/try", {"formula": "{Weight} * 2"})
    assert said in answer.content.decode()
    tried = client.post("/settings/fields/person/try", {"formula": "{Size} * 2"})
    assert "It makes: Number" in tried.content.decode()
    sent = {"label": "Twice", "kind": "formula", "formula": "{Weight} * 2"}
    answer = client.post("/settings/fields/person/add", sent)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    sent["formula"] = "{Size} * 2"
    assert client.post("/settings/fields/person/add", sent).status_code == 303
    twice = CustomField.objects.get(key="twice")
    assert (twice.formula, twice.required_at) == (f"{{{size.pk}}} * 2", [])
    page = client.get(f"/settings/fields/{twice.pk}/edit").content.decode()
    assert "\n{Size} * 2</textarea>" in page
    changed = {"version": str(twice.version), "label": "Thrice", "formula": "{Size} * 3"}
    answer = client.post(f"/settings/fields/{twice.pk}/edit", changed)
    assert answer.status_code == 303, answer.content.decode()
    removed = client.post(f"/settings/fields/{size.pk}/remove")
    assert removed.status_code == 422
    assert "is named by the formulas “Thrice”" in removed.content.decode()


def test_others_try_no_formula(alice: User, signed_in: SignIn) -> None:
    answer = signed_in(alice).post("/settings/fields/person/try", {"formula": "1"})
    assert answer.status_code == 403
