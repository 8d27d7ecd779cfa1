"""Editing one field on the record's page; two people saving at once are asked, nobody is overwritten."""

from __future__ import annotations

import json

import pytest

from rapport.core.events.models import EventRow
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import edit_person
from rapport.customers.people.models import Person

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


@pytest.fixture
def address(wang) -> str:
    return f"/people/{wang.pk}/field/gender"


def form(wang, **values: str) -> dict[str, str]:
    return {"version": str(Party.objects.get(pk=wang.pk).version), "before": "", **values}


def test_it_is_saved_shown_and_can_be_undone(wang, alice, signed_in, address) -> None:
    client = signed_in(alice)
    answer = client.post(address, form(wang, gender="male"), headers=HX)
    assert "Male" in answer.content.decode()
    told = json.loads(answer["HX-Trigger"])
    assert told["rapport:edited"] == {"field": "gender"}
    client.post(told["rapport:toast"]["undo"], headers=HX)
    assert Person.objects.get(pk=wang.pk).gender == ""


def test_what_is_wrong_is_said_and_the_input_kept(wang, alice, signed_in) -> None:
    answer = signed_in(alice).post(
        f"/people/{wang.pk}/field/born_on", form(wang, born_on="2999-01-01"), headers=HX
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "The date of birth lies in the future." in text
    assert "2999-01-01" in text


def test_another_field_changed_meanwhile_is_no_conflict(
    wang, alice, bob, at, signed_in, address
) -> None:
    old = form(wang, gender="male")
    edit_person(wang.pk, by=bob, at=at, changes={"born_on": "1984-10-16"})
    assert signed_in(alice).post(address, old, headers=HX).status_code == 200
    person = Person.objects.get(pk=wang.pk)
    assert (person.gender, str(person.born_on)) == ("male", "1984-10-16")


def test_the_same_field_changed_meanwhile_asks(wang, alice, bob, at, signed_in, address) -> None:
    old = form(wang, gender="male")
    edit_person(wang.pk, by=bob, at=at, changes={"gender": "female"})
    client = signed_in(alice)
    answer = client.post(address, old, headers=HX)
    text = answer.content.decode()
    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#dialog")
    assert "Bob changed this" in text
    assert Person.objects.get(pk=wang.pk).gender == "female"
    mine = form(wang, gender="male", before="female", keep_gender="mine")
    assert "rapport:close" in client.post(address, mine, headers=HX)["HX-Trigger"]
    assert Person.objects.get(pk=wang.pk).gender == "male"


def test_taking_theirs_writes_nothing(wang, alice, signed_in, address) -> None:
    before = EventRow.objects.count()
    theirs = form(wang, gender="male", keep_gender="theirs")
    assert signed_in(alice).post(address, theirs, headers=HX).status_code == 204
    assert EventRow.objects.count() == before


def test_no_such_field(wang, alice, signed_in) -> None:
    assert signed_in(alice).get(f"/people/{wang.pk}/field/password").status_code == 404
