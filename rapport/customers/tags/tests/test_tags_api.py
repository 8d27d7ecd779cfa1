"""Tags over the API."""

import pytest

from rapport.customers.tags.models import Tag

JSON = "application/json"


def test_a_tag_is_hung_found_and_taken_off(alice, caller, wang):
    client, address = caller(alice), f"/api/v1/parties/{wang.pk}/tags"
    made = client.post(address, {"name": "Trade fair"}, content_type=JSON)
    assert made.status_code == 201, made.content
    assert client.post(address, {"name": "trade FAIR"}, content_type=JSON).json() == made.json()
    assert client.get(address).json() == client.get("/api/v1/tags").json() == [made.json()]
    found = client.get(f"/api/v1/people?f=tag:is:{made.json()['id']}").json()["items"]
    assert [one["id"] for one in found] == [wang.pk]
    assert client.delete(f"{address}/{made.json()['id']}").status_code == 204
    assert client.get("/api/v1/tags").json() == []
    assert client.delete(f"{address}/{made.json()['id']}").status_code == 404


@pytest.mark.parametrize(
    ("sent", "field"), [({}, "name"), ({"name": " "}, "name"), ({"name": "x" * 51}, "name")]
)
def test_what_cannot_be_names_its_field(alice, caller, wang, sent, field):
    answer = caller(alice).post(f"/api/v1/parties/{wang.pk}/tags", sent, content_type=JSON)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert not Tag.objects.exists()


def test_as_charlie_it_is_not_there(alice, charlie, caller, wang):
    address = f"/api/v1/parties/{wang.pk}/tags"
    tag = caller(alice).post(address, {"name": "VIP"}, content_type=JSON).json()
    client = caller(charlie)
    assert client.get(address).status_code == 404
    assert client.post(address, {"name": "x"}, content_type=JSON).status_code == 404
    assert client.delete(f"{address}/{tag['id']}").status_code == 404
    assert caller(alice).get(address).json() == [tag]


def test_nobody_overwrites_what_changed_since(alice, charlie, caller, wang):
    client, address = caller(alice), f"/api/v1/parties/{wang.pk}/tags"
    made = client.post(address, {"name": "VIP"}, content_type=JSON)
    one = f"{address}/{made.json()['id']}"
    assert client.get(one, headers={"If-None-Match": made["ETag"]}).status_code == 304
    assert client.get(one).json() == made.json()
    assert caller(charlie).get(one).status_code == 404
    Tag.objects.update(name="V.I.P.")
    assert client.delete(one, headers={"If-Match": made["ETag"]}).status_code == 412
    fresh = client.get(one)["ETag"]
    assert client.delete(one, headers={"If-Match": fresh}).status_code == 204
    assert client.get(one).status_code == 404
