"""Households over the API."""

import pytest

from rapport.customers.households.models import Household

JSON = "application/json"


@pytest.fixture
def home(alice, caller, wang):
    """王伟's household, as the API tells it."""
    answer = caller(alice).post("/api/v1/households", {"head_id": wang.pk}, content_type=JSON)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_it_is_formed_joined_renamed_and_left(alice, caller, wang, li, home):
    client, address = caller(alice), f"/api/v1/households/{home['id']}"
    assert home["members"] == [{"person_id": wang.pk, "role": "head"}]
    sent = {"person_id": li.pk, "role": "partner"}
    assert client.post(f"{address}/members", sent, content_type=JSON).status_code == 201
    assert client.post(f"{address}/members", sent, content_type=JSON).status_code == 409
    tag = {"If-Match": client.get(address)["ETag"]}
    sent = {"name": "Garden street", "head_id": li.pk}
    edited = client.patch(address, sent, content_type=JSON, headers=tag)
    assert (edited.json()["name"], edited.json()["head_id"]) == ("Garden street", li.pk)
    assert client.patch(address, sent, content_type=JSON, headers=tag).status_code == 412
    listed = client.get("/api/v1/households").json()["items"]
    assert [(one["id"], one["name"]) for one in listed] == [(home["id"], "Garden street")]
    assert client.get("/api/v1/households/count").json()["count"] == 1
    for person in (wang, li):
        assert client.delete(f"{address}/members/{person.pk}").status_code == 204
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "head_id"),
        ({"head_id": -1}, "head_id"),
        ({"head_id": 1, "name": "x" * 201}, "name"),
        ({"head_id": 1, "street": "x"}, "street"),
    ],
)
def test_what_cannot_be_names_its_field(alice, caller, sent, field):
    answer = caller(alice).post("/api/v1/households", sent, content_type=JSON)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert not Household.objects.exists()


def test_as_charlie_it_is_not_there(charlie, caller, lone, wang, home):
    client, address = caller(charlie), f"/api/v1/households/{home['id']}"
    assert client.get(address).status_code == 404
    assert client.get("/api/v1/households").json()["items"] == []
    assert client.patch(address, {"name": "x"}, content_type=JSON).status_code == 404
    sent = {"person_id": lone.pk}
    assert client.post(f"{address}/members", sent, content_type=JSON).status_code == 404
    assert client.delete(f"{address}/members/{wang.pk}").status_code == 404
