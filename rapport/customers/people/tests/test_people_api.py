from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.customers.contactpoints.actions import Contact, add_contact_point
from rapport.customers.parties.models import Party
from rapport.customers.people.models import Person

JSON = "application/json"
WANG = {
    "family": "王",
    "given": "芳",
    "honorific": "ms",
    "contacts": [
        {"channel": "phone", "value": "138 1643 2207", "country": "CN", "label": "mobile"},
        {"channel": "email", "value": "Fang@Haina.example"},
    ],
}


def test_a_person_is_added_with_her_contacts(alice, caller):
    answer = caller(alice).post("/api/v1/people", WANG, content_type=JSON)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert answer["Location"] == f"/api/v1/people/{made['id']}"
    assert made["display_name"] == "王芳"
    assert made["owner_id"] == alice.pk
    assert [one["normalized"] for one in made["contacts"]] == [
        "+8613816432207",
        "fang@haina.example",
    ]
    found = caller(alice).get("/api/v1/search?q=wns").json()
    assert [one["object_id"] for one in found] == [made["id"]]


def test_the_answer_holds_what_follows_from_her_contacts(alice, caller):
    contacts = [
        {"channel": "address", "street": "Hamburger Allee 1", "city": "Berlin", "country": "DE"}
    ]
    made = caller(alice).post("/api/v1/people", {**WANG, "contacts": contacts}, content_type=JSON)
    read = caller(alice).get(f"/api/v1/people/{made.json()['id']}")
    assert made.json() == read.json()
    assert made.json()["city"] == "Berlin"
    assert made["ETag"] == read["ETag"]


def test_a_token_that_may_only_add_is_told_what_it_added(alice, caller):
    client = caller(alice, scopes_wanted=["customers.create_person"])
    answer = client.post("/api/v1/people", {"family": "王"}, content_type=JSON)
    assert answer.status_code == 201, answer.content
    assert answer.json()["family"] == "王"


def test_reading_tells_the_version(alice, caller, wang):
    answer = caller(alice).get(f"/api/v1/people/{wang.pk}")
    assert answer.json()["honorific"] == "mr"
    assert answer["ETag"] == f'"{answer.json()["version"]}"'


def test_an_edit_changes_only_what_is_sent(alice, caller, wang):
    client, address = caller(alice), f"/api/v1/people/{wang.pk}"
    etag = client.get(address)["ETag"]
    answer = client.patch(
        address, {"honorific": "dr"}, content_type=JSON, headers={"If-Match": etag}
    )
    assert answer.status_code == 200
    assert (answer.json()["honorific"], answer.json()["family"]) == ("dr", "王")
    assert answer["ETag"] != etag
    late = client.patch(address, {"given": "x"}, content_type=JSON, headers={"If-Match": etag})
    assert late.status_code == 412


def test_as_charlie_the_record_is_not_there(charlie, caller, wang):
    client, address = caller(charlie), f"/api/v1/people/{wang.pk}"
    assert client.get(address).status_code == 404
    assert client.patch(address, {"given": "x"}, content_type=JSON).status_code == 404
    party = f"/api/v1/parties/{wang.pk}"
    for verb in ("trash", "restore"):
        assert client.post(f"{party}/{verb}").status_code == 404
    assert (
        client.post(f"{party}/assign", {"owner_id": charlie.pk}, content_type=JSON).status_code
        == 404
    )
    assert client.get("/api/v1/search?q=wxs").json() == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "family"),
        ({"family": "x" * 101}, "family"),
        ({"family": "x", "born_on": "2100-01-01"}, "born_on"),
        ({"family": "x", "honorific": "lord"}, "honorific"),
        ({"family": "x", "owner": 1}, "owner"),
        ({"family": "x", "contacts": [{"channel": "fax", "value": "1"}]}, "contacts.0.channel"),
    ],
)
def test_what_cannot_be_saved_names_its_field(alice, caller, body, field):
    answer = caller(alice).post("/api/v1/people", body, content_type=JSON)
    assert answer.status_code == 422
    assert field in answer.json()["fields"]
    assert not Person.objects.exists()


def test_a_wrong_number_saves_nothing_by_half(alice, caller):
    body = {"family": "王", "contacts": [{"channel": "phone", "value": "+86 12"}]}
    assert caller(alice).post("/api/v1/people", body, content_type=JSON).status_code == 422
    assert not Party.objects.exists()


def test_the_same_key_adds_one_person(alice, caller):
    send = {"content_type": JSON, "headers": {"Idempotency-Key": "a1"}}
    client = caller(alice)
    first = client.post("/api/v1/people", WANG, **send)
    again = client.post("/api/v1/people", WANG, **send)
    assert first.json() == again.json()
    assert Person.objects.count() == 1


def test_the_verbs_of_a_party(alice, bob, caller, wang):
    client, party = caller(alice), f"/api/v1/parties/{wang.pk}"
    changed = client.post(f"{party}/change-lifecycle", {"lifecycle": "former"}, content_type=JSON)
    assert changed.json()["lifecycle"] == "former"
    assert client.post(f"{party}/trash").json()["trashed_at"]
    assert client.post(f"{party}/restore").json()["trashed_at"] is None
    given = client.post(f"{party}/assign", {"owner_id": bob.pk}, content_type=JSON)
    assert given.json()["owner_id"] == bob.pk


def test_contact_points_are_added_corrected_preferred_and_removed(alice, caller, wang):
    client, points = caller(alice), f"/api/v1/parties/{wang.pk}/contact-points"
    body = {"channel": "phone", "value": "+49 170 1234567"}
    added = client.post(points, body, content_type=JSON)
    assert added.status_code == 201
    point = f"{points}/{added.json()['id']}"
    body["value"] = "+49 170 7654321"
    corrected = client.put(point, body, content_type=JSON)
    assert corrected.json()["normalized"] == "+491707654321"
    assert client.post(f"{point}/prefer").json()["is_primary"]
    assert client.delete(point).status_code == 204
    assert client.delete(point).status_code == 404


def test_reading_costs_the_same_with_fifty_contacts_as_with_one(alice, caller, wang, at):
    client = caller(alice)
    client.get(f"/api/v1/people/{wang.pk}")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/api/v1/people/{wang.pk}")
    for number in range(50):
        contact = Contact(channel="email", value=f"w{number}@haina.example")
        add_contact_point(wang.pk, by=alice, at=at, contact=contact)
    with CaptureQueriesContext(connection) as many:
        answer = client.get(f"/api/v1/people/{wang.pk}")
    assert len(answer.json()["contacts"]) == 52
    assert len(few) == len(many)


def test_the_list_filters_sorts_and_finds_as_the_page_does(alice, caller, wang, li, lone):
    client = caller(alice)
    names = [one["display_name"] for one in client.get("/api/v1/people?sort=name").json()["items"]]
    assert names == ["李梅", "王伟"]
    customers = client.get("/api/v1/people?f=lifecycle:is:customer").json()["items"]
    assert [one["id"] for one in customers] == [wang.pk]
    assert [one["id"] for one in client.get("/api/v1/people?q=wxs").json()["items"]] == [wang.pk]
    assert client.get("/api/v1/people/count").json() == {"count": 2, "is_exact": True}
