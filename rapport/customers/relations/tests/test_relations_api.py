"""Relations over the API."""

import pytest

from rapport.customers.relations.models import Relation

JSON = "application/json"


def test_two_are_related_read_from_both_ends_and_parted(alice, caller, wang, li):
    client, address = caller(alice), f"/api/v1/parties/{wang.pk}/relations"
    sent = {"other_id": li.pk, "kind": "parent", "since": "1999-05-04"}
    made = client.post(address, sent, content_type=JSON)
    assert made.status_code == 201, made.content
    assert (made.json()["from_party_id"], made.json()["since"]) == (wang.pk, "1999-05-04")
    assert client.post(address, sent, content_type=JSON).status_code == 409
    assert [one["how"] for one in client.get(address).json()] == ["Parent of"]
    other = client.get(f"/api/v1/parties/{li.pk}/relations").json()
    assert [(one["how"], one["other_id"]) for one in other] == [("Child of", wang.pk)]
    end = f"/api/v1/parties/{li.pk}/relations/{made.json()['id']}/end"
    assert client.post(end, {}, content_type=JSON).status_code == 204
    assert client.get(address).json() == []
    assert client.post(end, {}, content_type=JSON).status_code == 404


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"kind": "enemy"}, "kind"), ({"other_id": "x"}, "other_id"), ({"to": 1}, "to")],
)
def test_what_cannot_be_names_its_field(alice, caller, wang, li, changed, field):
    sent = {"other_id": li.pk, "kind": "friend"} | changed
    answer = caller(alice).post(f"/api/v1/parties/{wang.pk}/relations", sent, content_type=JSON)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert not Relation.objects.exists()


def test_nobody_is_related_to_what_he_cannot_see(alice, charlie, caller, wang, li, lone):
    sent = {"other_id": lone.pk, "kind": "friend"}
    address = f"/api/v1/parties/{wang.pk}/relations"
    assert caller(alice).post(address, sent, content_type=JSON).status_code == 404
    assert caller(charlie).post(address, sent, content_type=JSON).status_code == 404
    assert caller(charlie).get(address).status_code == 404
    assert not Relation.objects.exists()


def test_nobody_overwrites_what_changed_since(alice, charlie, caller, wang, li):
    client, address = caller(alice), f"/api/v1/parties/{wang.pk}/relations"
    made = client.post(address, {"other_id": li.pk, "kind": "friend"}, content_type=JSON)
    one = f"{address}/{made.json()['id']}"
    assert client.get(one, headers={"If-None-Match": made["ETag"]}).status_code == 304
    assert (
        client.get(f"/api/v1/parties/{li.pk}/relations/{made.json()['id']}").json() == made.json()
    )
    assert caller(charlie).get(one).status_code == 404
    Relation.objects.update(since="2001-01-01")
    stale = client.post(f"{one}/end", {}, content_type=JSON, headers={"If-Match": made["ETag"]})
    assert stale.status_code == 412
    assert Relation.objects.get().until is None
    fresh = client.get(one)["ETag"]
    ended = client.post(f"{one}/end", {}, content_type=JSON, headers={"If-Match": fresh})
    assert ended.status_code == 204
    assert client.get(one).status_code == 404
