"""The addresses of a record that was merged lead to the one that stayed; lists, search and trash no longer show it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from rapport.core.access.models import User
from rapport.core.pages.moved import MovedAway
from rapport.core.trash.queries import expired, trashed
from rapport.customers.merges.actions import merge_parties, undo_merge
from rapport.customers.parties.actions import restore_parties
from rapport.customers.people.models import Person

pytestmark = pytest.mark.django_db


def test_pages_and_the_api_lead_on(
    wang: Person, li: Person, alice: User, at: datetime, signed_in, caller
) -> None:
    merge = merge_parties(wang.pk, [li.pk], by=alice, at=at)
    client, program = signed_in(alice), caller(alice)
    for address in ("/people/{}?list=people", "/parties/{}/history", "/people/{}/details"):
        answer = client.get(address.format(li.pk))
        assert (answer.status_code, answer["Location"]) == (308, address.format(wang.pk))
        assert "no-store" in answer["Cache-Control"]
    answer = program.get(f"/api/v1/people/{li.pk}")
    assert (answer.status_code, answer["Location"]) == (308, f"/api/v1/people/{wang.pk}")
    assert answer.json()["type"] == "urn:rapport:moved"
    undo_merge(merge.pk, by=alice, at=at)
    assert client.get(f"/people/{li.pk}").status_code == 200


def test_what_would_write_is_not_led_on(
    wang: Person, li: Person, alice: User, at: datetime, signed_in, caller
) -> None:
    merge_parties(wang.pk, [li.pk], by=alice, at=at)
    answer = caller(alice).patch(
        f"/api/v1/people/{li.pk}", {"gender": "male"}, content_type="application/json"
    )
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:rapport:moved-away")
    answer = signed_in(alice).post(f"/people/{li.pk}/field/gender", {"value": "male"})
    assert answer.status_code == 409
    assert "merged into another one" in answer.content.decode()
    assert Person.objects.get(pk=wang.pk).gender == ""


def test_a_stranger_learns_nothing(
    wang: Person, li: Person, alice: User, charlie: User, at: datetime, signed_in
) -> None:
    merge_parties(wang.pk, [li.pk], by=alice, at=at)
    assert signed_in(charlie).get(f"/people/{li.pk}").status_code == 404


def test_it_lies_in_no_trash(wang: Person, li: Person, alice: User, at: datetime) -> None:
    merge_parties(wang.pk, [li.pk], by=alice, at=at)
    assert trashed(alice).rows == []
    assert expired("party", at + timedelta(days=90), 10) == []
    with pytest.raises(MovedAway):
        restore_parties([li.pk], by=alice, at=at)
