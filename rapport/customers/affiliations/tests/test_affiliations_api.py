"""Who works where, over the API."""

import pytest

from rapport.customers.affiliations.models import Affiliation

JSON = "application/json"


def test_a_place_is_told_edited_given_a_manager_and_ended(alice, caller, wang, li, haina):
    client = caller(alice)
    sent = {"organization_id": haina.pk, "title": "Buyer"}
    made = client.post(f"/api/v1/people/{wang.pk}/affiliations", sent, content_type=JSON)
    assert made.status_code == 201, made.content
    above = client.post(f"/api/v1/people/{li.pk}/affiliations", sent, content_type=JSON).json()
    address = f"/api/v1/affiliations/{made.json()['id']}"
    assert made.json()["is_primary"]
    edited = client.patch(address, {"department": "Purchasing"}, content_type=JSON).json()
    assert (edited["title"], edited["department"]) == ("Buyer", "Purchasing")
    managed = client.post(
        f"{address}/set-manager", {"reports_to_id": above["id"]}, content_type=JSON
    )
    assert managed.json()["reports_to_id"] == above["id"]
    circle = client.post(
        f"/api/v1/affiliations/{above['id']}/set-manager",
        {"reports_to_id": edited["id"]},
        content_type=JSON,
    )
    assert circle.status_code == 409
    people = client.get(f"/api/v1/organizations/{haina.pk}/affiliations").json()
    assert {one["person_id"] for one in people} == {wang.pk, li.pk}
    ended = client.post(f"{address}/end", {"until": "2030-01-31"}, content_type=JSON)
    assert ended.json()["until"] == "2030-01-31"
    assert client.get(address).json() == ended.json()
    assert client.get(f"/api/v1/people/{wang.pk}/affiliations").json() == [ended.json()]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "organization_id"),
        ({"organization_id": 0}, "organization_id"),
        ({"organization_id": 1, "title": "x" * 101}, "title"),
        ({"organization_id": 1, "since": "May"}, "since"),
        ({"organization_id": 1, "boss": 1}, "boss"),
    ],
)
def test_what_cannot_be_names_its_field(alice, caller, wang, sent, field):
    answer = caller(alice).post(f"/api/v1/people/{wang.pk}/affiliations", sent, content_type=JSON)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert not Affiliation.objects.exists()


def test_as_charlie_it_is_not_there(alice, charlie, caller, wang, haina):
    sent = {"organization_id": haina.pk}
    address = f"/api/v1/people/{wang.pk}/affiliations"
    made = caller(alice).post(address, sent, content_type=JSON).json()
    client = caller(charlie)
    assert client.get(address).status_code == 404
    assert client.post(address, sent, content_type=JSON).status_code == 404
    place = f"/api/v1/affiliations/{made['id']}"
    assert client.get(place).status_code == 404
    assert client.patch(place, {"title": "x"}, content_type=JSON).status_code == 404
    assert client.post(f"{place}/end", {}, content_type=JSON).status_code == 404
    assert client.get(f"/api/v1/organizations/{haina.pk}/affiliations").status_code == 404


@pytest.fixture
def place(alice, caller, wang, haina):
    """Wang works at Haina."""
    sent = {"organization_id": haina.pk, "title": "Buyer"}
    address = f"/api/v1/people/{wang.pk}/affiliations"
    return caller(alice).post(address, sent, content_type=JSON)


def test_nobody_overwrites_what_changed_since(alice, caller, place):
    client, one = caller(alice), f"/api/v1/affiliations/{place.json()['id']}"
    assert client.get(one, headers={"If-None-Match": place["ETag"]}).status_code == 304
    edited = client.patch(one, {"title": "Head"}, content_type=JSON)
    stale = {"content_type": JSON, "headers": {"If-Match": place["ETag"]}}
    assert client.patch(one, {"title": "Chief"}, **stale).status_code == 412
    assert client.post(f"{one}/end", {}, **stale).status_code == 412
    assert client.post(f"{one}/set-manager", {"reports_to_id": None}, **stale).status_code == 412
    assert client.get(one).json() == edited.json()
    fresh = {"content_type": JSON, "headers": {"If-Match": edited["ETag"]}}
    assert client.patch(one, {"title": "Chief"}, **fresh).json()["title"] == "Chief"


def test_a_place_that_ended_is_opened_again(alice, caller, place):
    client, one = caller(alice), f"/api/v1/affiliations/{place.json()['id']}"
    client.post(f"{one}/end", {}, content_type=JSON)
    opened = client.patch(one, {"until": None}, content_type=JSON)
    assert (opened.status_code, opened.json()["until"]) == (200, None)
    assert opened.json()["is_primary"]
    closed = client.patch(one, {"until": "2030-01-31"}, content_type=JSON).json()
    assert (closed["until"], closed["is_primary"]) == ("2030-01-31", False)


def test_a_place_is_not_opened_beside_a_running_one(alice, caller, place, wang, haina):
    client, one = caller(alice), f"/api/v1/affiliations/{place.json()['id']}"
    client.post(f"{one}/end", {}, content_type=JSON)
    again = {"organization_id": haina.pk}
    client.post(f"/api/v1/people/{wang.pk}/affiliations", again, content_type=JSON)
    refused = client.patch(one, {"until": None}, content_type=JSON)
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "This person works there already.",
    )
    assert client.get(one).json()["until"] is not None


def test_who_has_left_has_no_primary_place(alice, caller, place):
    client, one = caller(alice), f"/api/v1/affiliations/{place.json()['id']}"
    client.post(f"{one}/end", {}, content_type=JSON)
    assert client.patch(one, {"is_primary": True}, content_type=JSON).status_code == 409
    early = client.patch(one, {"until": "1990-01-01", "since": "2001-01-01"}, content_type=JSON)
    assert (early.status_code, list(early.json()["fields"])) == (422, ["until"])
