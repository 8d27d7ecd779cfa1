"""Layouts of pages and forms over the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from rapport.core.access.models import Role, User
from rapport.core.pagelayouts.models import PageLayout

pytestmark = pytest.mark.django_db
Caller = Callable[[User], Client]
ADDRESS = "/api/v1/page-layouts"
JSON = "application/json"
TOLD = ("sheet", "role_id", "is_own", "version")


def wanted(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if name not in TOLD}


def test_read_arranged_and_given_up(admin: User, caller: Caller, seller: Role) -> None:
    client = caller(admin)
    assert "person" in client.get(ADDRESS).json()
    first = client.get(f"{ADDRESS}/person-form").json()
    assert first["sections"][0]["title_zh"] == "姓名"
    assert first["is_own"] is False
    change = wanted(first) | {"sections": first["sections"][::-1]}
    told = client.put(f"{ADDRESS}/person-form?role_id={seller.pk}", change, JSON).json()
    assert told["is_own"] is True
    assert told["sections"][-1]["title"] == "Name"
    again = client.put(
        f"{ADDRESS}/person-form?role_id={seller.pk}", change, JSON, headers={"If-Match": '"0"'}
    )
    assert again.status_code == 412
    assert client.get(f"{ADDRESS}/person-form").json() == first
    assert client.delete(f"{ADDRESS}/person-form?role_id={seller.pk}").status_code == 204
    assert not PageLayout.objects.exists()


def test_refused(admin: User, alice: User, caller: Caller) -> None:
    first = caller(admin).get(f"{ADDRESS}/person").json()
    client = caller(alice)
    for answer in (
        client.get(ADDRESS),
        client.get(f"{ADDRESS}/person"),
        client.put(f"{ADDRESS}/person", wanted(first), JSON),
        client.delete(f"{ADDRESS}/person"),
    ):
        assert answer.status_code == 403
    assert caller(admin).get(f"{ADDRESS}/boat").status_code == 404
    assert caller(admin).get(f"{ADDRESS}/person?role_id=99999999").status_code == 404


@pytest.mark.parametrize(
    "change", [{"main": ["boats"]}, {"sections": [{"fields": ["boats"]}]}, {"hidden": ["family"]}]
)
def test_what_is_not_there(admin: User, caller: Caller, change: dict[str, Any]) -> None:
    client = caller(admin)
    first = wanted(client.get(f"{ADDRESS}/person").json())
    assert client.put(f"{ADDRESS}/person", first | change, JSON).status_code == 422
    assert not PageLayout.objects.exists()
