"""The pages that merge: side by side, refused, what came of it, and the way back."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.core.access.models import User
from rapport.customers.merges.actions import merge_parties
from rapport.customers.merges.models import Merge
from rapport.customers.notes.actions import write_note
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person, edit_person
from rapport.customers.people.models import Person

pytestmark = pytest.mark.django_db


def _form(*parties: Party, **more: object) -> dict[str, object]:
    versions = {f"version_{one.pk}": Party.objects.get(pk=one.pk).version for one in parties}
    return {"ids": [one.pk for one in parties], "stays": parties[0].pk, **versions, **more}


def test_side_by_side_merged_and_undone(
    wang: Person, li: Person, alice: User, at: datetime, signed_in
) -> None:
    write_note(li.pk, by=alice, at=at, body="Likes tea")
    client = signed_in(alice)
    text = client.get(f"/merges/new?ids={li.pk}&ids={wang.pk}").content.decode()
    assert f'name="stays" value="{wang.pk}" checked' in text  # the customer, of whom more is known
    assert f'name="pick_honorific" value="{li.pk}"' in text
    assert "Merge 2 records" in text
    answer = client.post("/merges/new", _form(li.party, wang.party, pick_honorific=wang.pk))
    merge = Merge.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/merges/{merge.pk}")
    assert Person.objects.get(pk=li.pk).honorific == "mr"
    shown = client.get(f"/merges/{merge.pk}").content.decode()
    assert "王伟" in shown
    assert "Undo the merge" in shown
    edit_person(li.pk, by=alice, at=at, changes={"honorific": "dr"})
    assert client.post(f"/merges/{merge.pk}/undo").status_code == 303
    shown = client.get(f"/merges/{merge.pk}").content.decode()
    assert "Edited since, so it stayed" in shown
    assert "Undo the merge" not in shown


def test_what_was_changed_meanwhile_is_looked_at_again(
    wang: Person, li: Person, alice: User, at: datetime, signed_in
) -> None:
    form = _form(wang.party, li.party)
    edit_person(li.pk, by=alice, at=at, changes={"gender": "female"})
    answer = signed_in(alice).post("/merges/new", form)
    assert answer.status_code == 409
    assert "changed this record" in answer.content.decode()
    assert not Merge.objects.exists()


def test_refused_and_asked_for_more(
    wang: Person, haina: Organization, lone: Person, alice: User, signed_in
) -> None:
    client = signed_in(alice)
    assert "Choose the records" in client.get("/merges/new").content.decode()
    assert "Another record" in client.get(f"/merges/new?ids={wang.pk}").content.decode()
    mixed = client.get(f"/merges/new?ids={wang.pk},{haina.pk}")
    assert "A person and a company cannot be merged" in mixed.content.decode()
    assert client.post("/merges/new", _form(wang.party, haina.party)).status_code == 409
    for bad in (f"{wang.pk},{lone.pk}", "x", "9" * 30, "-1", "²"):
        assert client.get(f"/merges/new?ids={bad}").status_code == 404
    assert client.post("/merges/new", {"ids": [wang.pk]}).status_code in {404, 422}
    assert client.get("/merges/999").status_code == 404


def test_from_the_selection_of_a_list(wang: Person, li: Person, alice: User, signed_in) -> None:
    client = signed_in(alice)
    assert "/merges/choose" in client.get("/people/").content.decode()
    assert f"/merges/new?ids={wang.pk}" in client.get(f"/people/{wang.pk}").content.decode()
    answer = client.get(f"/merges/choose?id={wang.pk}&id={li.pk}", headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == f"/merges/new?ids={wang.pk}&ids={li.pk}"
    assert client.get(f"/merges/choose?id={wang.pk}").status_code == 422
    assert client.get("/merges/choose?all=people").status_code == 422


def test_the_list_asks_no_more_for_more(alice: User, at: datetime, signed_in) -> None:
    client, counts = signed_in(alice), []
    assert "Nothing was merged yet" in client.get("/merges").content.decode()
    for number in (1, 4):
        for _one in range(number):
            pair = [create_person(by=alice, at=at, given="Eva").pk for _twin in range(2)]
            merge_parties(pair[0], pair[1:], by=alice, at=at)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            text = client.get("/merges").content.decode()
        counts.append(len(asked))
    assert text.count("Eva") >= 5
    assert counts[0] == counts[1]


def test_more_rows_ask_no_more(
    wang: Person, li: Person, alice: User, at: datetime, signed_in
) -> None:
    client, counts = signed_in(alice), []
    for number in (1, 20):
        for _one in range(number):
            write_note(li.pk, by=alice, at=at, body="Likes tea")
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/merges/new?ids={li.pk}&ids={wang.pk}")
        counts.append(len(asked))
    assert counts[0] == counts[1]
