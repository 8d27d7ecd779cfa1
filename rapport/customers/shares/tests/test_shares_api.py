"""Shares over the API."""

import pytest

from rapport.customers.parties.models import Share

JSON = "application/json"


def test_a_party_is_shared_read_and_taken_back(alice, charlie, caller, wang):
    client, address = caller(alice), f"/api/v1/parties/{wang.pk}/shares"
    assert caller(charlie).get(f"/api/v1/people/{wang.pk}").status_code == 404
    made = client.post(address, {"user_id": charlie.pk}, content_type=JSON)
    assert made.status_code == 201, made.content
    assert caller(charlie).get(f"/api/v1/people/{wang.pk}").status_code == 200
    again = client.post(address, {"user_id": charlie.pk, "can_change": True}, content_type=JSON)
    assert (
        client.get(address).json()
        == [again.json()]
        == [made.json() | {"can_change": True, "version": 2}]
    )
    assert client.delete(f"{address}/{made.json()['id']}").status_code == 204
    assert caller(charlie).get(f"/api/v1/people/{wang.pk}").status_code == 404


@pytest.mark.parametrize(
    ("sent", "field"), [({}, "who"), ({"user_id": 0}, "user_id"), ({"can_change": 7}, "can_change")]
)
def test_what_cannot_be_names_its_field(alice, caller, wang, sent, field):
    answer = caller(alice).post(f"/api/v1/parties/{wang.pk}/shares", sent, content_type=JSON)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert not Share.objects.exists()


def test_charlie_gives_himself_nothing(charlie, caller, wang):
    client, address = caller(charlie), f"/api/v1/parties/{wang.pk}/shares"
    assert client.post(address, {"user_id": charlie.pk}, content_type=JSON).status_code == 404
    assert client.get(address).status_code == 404
    assert not Share.objects.exists()


def test_nobody_overwrites_what_changed_since(alice, charlie, caller, wang):
    client, address = caller(alice), f"/api/v1/parties/{wang.pk}/shares"
    made = client.post(address, {"user_id": charlie.pk}, content_type=JSON)
    one = f"{address}/{made.json()['id']}"
    assert client.get(one, headers={"If-None-Match": made["ETag"]}).status_code == 304
    client.post(address, {"user_id": charlie.pk, "can_change": True}, content_type=JSON)
    stale = client.delete(one, headers={"If-Match": made["ETag"]})
    assert (stale.status_code, stale["Content-Type"]) == (412, "application/problem+json")
    fresh = client.get(one)["ETag"]
    assert client.delete(one, headers={"If-Match": fresh}).status_code == 204
    assert client.get(one).status_code == 404
