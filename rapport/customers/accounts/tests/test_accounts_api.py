"""Accounts over the API."""

import pytest

from rapport.customers.accounts.models import Account

JSON = "application/json"


def test_it_is_opened_edited_and_closed(alice, caller, wang):
    client, address = caller(alice), f"/api/v1/parties/{wang.pk}/accounts"
    made = client.post(address, {"tier": "gold", "credit_limit": "500"}, content_type=JSON)
    assert made.status_code == 201, made.content
    assert made.json()["number"].startswith("A-")
    assert (made.json()["manager_id"], made.json()["credit_limit"]) == (alice.pk, "500.0000")
    account = made["Location"]
    tag = {"If-Match": made["ETag"]}
    edited = client.patch(account, {"payment_days": 30}, content_type=JSON, headers=tag)
    assert (edited.json()["payment_days"], edited.json()["tier"]) == (30, "gold")
    late = client.patch(account, {"payment_days": 60}, content_type=JSON, headers=tag)
    assert late.status_code == 412
    listed = client.get(address).json()
    assert [(one["id"], one["payment_days"]) for one in listed] == [(made.json()["id"], 30)]
    assert client.post(f"{account}/close").json()["closed_at"]
    assert client.post(f"{account}/close").status_code == 409


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"tier": "tin"}, "tier"),
        ({"payment_days": -1}, "payment_days"),
        ({"credit_limit": -1}, "credit_limit"),
        ({"currency": "XYZ"}, "currency"),
        ({"manager_id": 999999}, "manager_id"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_names_its_field(alice, caller, wang, sent, field):
    answer = caller(alice).post(f"/api/v1/parties/{wang.pk}/accounts", sent, content_type=JSON)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert not Account.objects.exists()


def test_as_charlie_it_is_not_there(alice, charlie, caller, wang):
    address = f"/api/v1/parties/{wang.pk}/accounts"
    account = caller(alice).post(address, {}, content_type=JSON)["Location"]
    client = caller(charlie)
    assert client.get(address).status_code == 404
    assert client.post(address, {}, content_type=JSON).status_code == 404
    assert client.get(account).status_code == 404
    assert client.patch(account, {"tier": "key"}, content_type=JSON).status_code == 404
    assert client.post(f"{account}/close").status_code == 404
