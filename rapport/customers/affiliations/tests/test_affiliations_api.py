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
