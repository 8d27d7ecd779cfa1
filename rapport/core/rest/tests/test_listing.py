from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.core.access.models import Team
from rapport.core.rest.tests.test_frame import problem_of


@pytest.fixture
def _many(db):
    Team.objects.bulk_create(Team(name=f"T{n:03}") for n in range(120))


@pytest.mark.usefixtures("_many")
def test_pages_follow_each_other_without_gap_or_repetition(admin, caller):
    client, seen, address = caller(admin), [], "/api/teams?sort=-name&limit=50"
    while address:
        answer = client.get(address)
        seen += [team["name"] for team in answer.json()["items"]]
        address = answer.json()["next"]
    assert seen == [f"T{n:03}" for n in reversed(range(120))]


@pytest.mark.usefixtures("_many")
def test_filters_read_as_on_the_page(admin, caller):
    client = caller(admin)
    found = client.get("/api/teams?f=name:has:11&limit=3").json()
    assert [team["name"] for team in found["items"]] == ["T011", "T110", "T111"]
    assert found["next"].startswith("http://testserver/api/teams?f=name%3Ahas%3A11")
    assert client.get("/api/teams/count?f=name:has:11").json() == {"count": 11, "is_exact": True}


def test_a_hidden_column_is_null_and_cannot_be_asked(alice, admin, caller):
    assert caller(alice).get("/api/teams").json()["items"][0]["secret"] is None
    assert caller(admin).get("/api/teams").json()["items"][0]["secret"] == 1
    problem_of(caller(alice).get("/api/teams?f=secret:is:1"), 422)
    problem_of(caller(alice).get("/api/teams?sort=secret"), 422)


@pytest.mark.parametrize(
    "query",
    [
        "f=name",
        "filter=name:has:x",
        "size=1",
        "f=nothing:is:1",
        "f=name:like:1",
        "f=secret:min:x",
        "sort=nothing",
        "sort=-",
        "after=forged",
        "after=WyJuYW1lIiwieCIsMV0:1tabcd:sig",
        "limit=0",
        "limit=501",
        "limit=x",
        "limit=99999999999999999999",
        "q=" + "x" * 201,
        "f=" + "&f=".join(["name:has:x"] * 21),
    ],
)
def test_an_address_that_cannot_be_read(admin, caller, query):
    problem_of(caller(admin).get(f"/api/teams?{query}"), 422)


def test_a_nul_character_is_refused(admin, caller):
    problem_of(caller(admin).get("/api/teams?f=name:is:%00"), 400)


def test_as_many_queries_for_fifty_rows_as_for_one(admin, caller):
    client = caller(admin)
    Team.objects.create(name="T")
    client.get("/api/teams")
    with CaptureQueriesContext(connection) as one:
        client.get("/api/teams")
    Team.objects.bulk_create(Team(name=f"T{n:03}") for n in range(60))
    with CaptureQueriesContext(connection) as many:
        assert len(client.get("/api/teams").json()["items"]) == 50
    assert len(one) == len(many)
