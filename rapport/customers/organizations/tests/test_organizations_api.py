from __future__ import annotations

import pytest

from rapport.customers.organizations.models import Organization

JSON = "application/json"


def test_a_company_is_added_read_and_edited(alice, caller):
    client = caller(alice)
    body = {"legal_name": "海纳科技有限公司", "trade_name": "海纳", "domains": ["haina.example"]}
    made = client.post("/api/v1/organizations", body, content_type=JSON)
    assert made.status_code == 201, made.content
    address = made["Location"]
    assert client.get(address).json()["domains"] == ["haina.example"]
    edited = client.patch(
        address, {"size": "small"}, content_type=JSON, headers={"If-Match": made["ETag"]}
    )
    assert (edited.json()["size"], edited.json()["trade_name"]) == ("small", "海纳")


def test_a_company_belongs_to_no_circle(alice, caller, haina):
    address = f"/api/v1/organizations/{haina.pk}"
    answer = caller(alice).patch(address, {"parent_id": haina.pk}, content_type=JSON)
    assert answer.status_code == 409


def test_as_charlie_the_company_is_not_there(charlie, caller, haina):
    client, address = caller(charlie), f"/api/v1/organizations/{haina.pk}"
    assert client.get(address).status_code == 404
    assert client.patch(address, {"size": "small"}, content_type=JSON).status_code == 404


@pytest.mark.parametrize("body", [{}, {"legal_name": " "}, {"legal_name": "x", "size": "huge"}])
def test_what_cannot_be_saved(alice, caller, body):
    answer = caller(alice).post("/api/v1/organizations", body, content_type=JSON)
    assert answer.status_code == 422
    assert answer.json()["fields"]
    assert not Organization.objects.exists()
