"""Home pages over the API."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.core.access.models import Role, User
from rapport.core.home.models import HomePage

pytestmark = pytest.mark.django_db
Caller = Callable[[User], Client]
API = "/api/v1"
JSON = "application/json"


def test_her_own(alice: User, caller: Caller) -> None:
    client = caller(alice)
    first = client.get(f"{API}/home").json()
    assert (first["main"], first["is_own"]) == (["tasks", "waiting"], False)
    wanted = {"main": ["recent"], "beside": ["tasks"]}
    told = client.put(f"{API}/home", wanted, JSON).json()
    assert (told["main"], told["beside"], told["is_own"]) == (["recent"], ["tasks"], True)
    assert "waiting" in told["left"]
    assert client.delete(f"{API}/home").status_code == 204
    assert client.get(f"{API}/home").json() == first


@pytest.mark.parametrize("main", [["boats"], ["tasks", "tasks"], ["x" * 60], ["tasks"] * 31])
def test_a_widget_that_is_none_is_refused(alice: User, caller: Caller, main: list[str]) -> None:
    assert caller(alice).put(f"{API}/home", {"main": main}, JSON).status_code == 422
    assert not HomePage.objects.exists()


def test_those_of_the_roles(admin: User, alice: User, caller: Caller) -> None:
    client, seller = caller(admin), Role.objects.get(key="seller")
    known = {one["role_id"]: one for one in client.get(f"{API}/role-homes").json()}
    assert known[seller.pk]["role"] == "Seller"
    address = f"{API}/role-homes/{seller.pk}"
    told = client.put(address, {"main": ["recent"]}, JSON).json()
    assert (told["main"], told["is_own"]) == (["recent"], True)
    stale = client.put(address, {"main": []}, JSON, headers={"If-Match": '"99"'})
    assert stale.status_code == 412
    assert caller(alice).get(f"{API}/home").json()["main"] == ["recent"]
    assert client.delete(address).status_code == 204
    assert client.put(f"{API}/role-homes/999999", {"main": []}, JSON).status_code == 404


def test_only_who_may(alice: User, caller: Caller) -> None:
    client, seller = caller(alice), Role.objects.get(key="seller")
    assert client.get(f"{API}/role-homes").status_code == 403
    for method in (client.put, client.delete):
        answer = method(f"{API}/role-homes/{seller.pk}", {"main": []}, content_type=JSON)
        assert answer.status_code == 403
    assert not HomePage.objects.exists()


def test_as_many_queries_with_many_roles_per_role(admin: User, caller: Caller) -> None:
    client = caller(admin)
    counts, _first = (
        [],
        client.get(f"{API}/role-homes"),
    )  # which writes down when the token was used
    for number in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get(f"{API}/role-homes")
        counts.append(len(asked))
        more = [f"role-{number}-{one}" for one in range(20)]
        Role.objects.bulk_create(Role(key=name, name=name, rights={}) for name in more)
    assert counts[0] == counts[1]
