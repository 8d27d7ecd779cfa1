"""The dialog that adds a filter, the chips it leaves, and the count beside them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.http import QueryDict

from rapport.core.access.models import Team, User, team_of
from rapport.core.errors import Invalid
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.spec import ListSpec, ListState
from rapport.core.lists.table import counted, table
from rapport.core.lists.tests.conftest import by_name

pytestmark = pytest.mark.django_db

SPEC = ListSpec(
    name="users",
    rows=lambda user: User.objects.filter(is_system=False),
    columns=[
        Column("name", "Name", sortable=True),
        Column(
            "language",
            "Language",
            Kind.CHOICE,
            choices=[("en", "English"), ("zh-hans", "Chinese"), ("de", "German"), ("fr", "French")],
        ),
        Column("created_at", "Since", Kind.DATETIME, sortable=True),
        Column("pk", "Colleague", Kind.USER, choices=lambda user: [(str(user.pk), user.name)]),
        Column("email", "E-mail", right="core.manage_users"),
    ],
    sort="name",
)


@pytest.fixture(autouse=True)
def _stands(stands: Callable[[ListSpec], None]) -> None:
    stands(SPEC)


def test_the_dialog_names_the_columns_the_user_may_know(
    alice: User, admin: User, signed_in
) -> None:
    mine = signed_in(alice).get("/lists/users/filter").content.decode()
    assert "Language" in mine
    assert "E-mail" not in mine
    assert "E-mail" in signed_in(admin).get("/lists/users/filter").content.decode()


def test_a_filter_goes_into_the_address_beside_the_others(alice: User, signed_in) -> None:
    answer = signed_in(alice).get(
        "/lists/users/filter",
        {
            "f": "name:has:a",
            "sort": "-name",
            "column": "language",
            "operator": "any",
            "value": ["en", "de"],
        },
        headers={"HX-Request": "true"},
    )
    assert (
        answer.headers["HX-Redirect"]
        == "/people?f=name%3Ahas%3Aa&f=language%3Aany%3Aen%7Cde&sort=-name"
    )


def test_an_edited_filter_replaces_its_old_self(alice: User, signed_in) -> None:
    answer = signed_in(alice).get(
        "/lists/users/filter",
        {"f": "name:has:a", "column": "name", "old": "name:has:a", "operator": "has", "value": "b"},
    )
    assert answer.headers["Location"] == "/people?f=name%3Ahas%3Ab"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"column": "name", "operator": "has", "value": ""}, "Choose or write a value."),
        (
            {"column": "created_at", "operator": "before", "value": "soon"},
            "cannot be used in the filter",
        ),
        ({"column": "language", "operator": "not", "value": ["en", "de"]}, "Choose one."),
    ],
)
def test_a_bad_value_is_said_in_the_dialog(
    alice: User, signed_in, query: dict[str, str], sentence: str
) -> None:
    answer = signed_in(alice).get("/lists/users/filter", query)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_unknown_lists_and_hidden_columns_are_refused(alice: User, signed_in) -> None:
    client = signed_in(alice)
    assert client.get("/lists/nothing/filter").status_code == 404
    assert client.get("/lists/users/filter?column=email").status_code == 422
    assert client.get("/lists/users/count?f=email:has:x").status_code == 422


def test_the_count_is_a_fragment(alice: User, bob: User, signed_in) -> None:
    answer = signed_in(alice).get("/lists/users/count?f=name:is:Bob")
    assert "1" in answer.content.decode()


def test_the_count_stops_at_ten_thousand(admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rapport.core.lists.table.LIMIT", 2)
    for n in range(4):
        User.objects.create(name=f"U{n}", email=f"{n}@list.example")
    assert counted(SPEC, admin, ListState()) == "2+"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("f=language:any:en|de", "English, German"),
        ("f=language:any:en|de|fr|zh-hans", "English, 3 more"),
        ("f=pk:is:me", "me"),
        ("f=pk:any:me|team", "me, my team"),
        ("f=created_at:before:-60d", "60 days ago"),
        ("f=created_at:empty:", ""),
    ],
)
def test_a_chip_reads_like_a_sentence(alice: User, query: str, words: str) -> None:
    state = ListState.read(QueryDict(query))
    made = table(SPEC, alice, state, by_name)
    chip = made.chips.brackets[0].chips[0]
    assert chip.value == words
    assert chip.remove == "?"
    assert made.is_narrowed


def test_heads_sort_and_know_their_direction(alice: User) -> None:
    state = ListState.read(QueryDict("sort=-name"))
    head = table(SPEC, alice, state, by_name).heads[0]
    assert (head.sorted, head.up) == ("descending", "?sort=name")


def test_a_hidden_column_has_no_chip(alice: User) -> None:
    with pytest.raises(Invalid):
        SPEC.page(alice, ListState.read(QueryDict("f=email:has:x")))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("f=pk:is:me", {"Alice"}),
        ("f=pk:any:team", {"Alice", "Bob"}),
        ("f=pk:not:team", {"Charlie", "Dana"}),
    ],
)
def test_my_team_is_all_who_work_in_it(
    alice: User, bob: User, charlie: User, dana: User, query: str, names: set[str]
) -> None:
    found = {one.name for one in SPEC.page(alice, ListState.read(QueryDict(query))).rows}
    assert found == names


def test_the_team_of_a_leader_holds_the_teams_below(alice: User, bob: User) -> None:
    below = Team.objects.create(name="Below", parent=bob.team)
    User.objects.filter(pk=alice.pk).update(team=below)
    assert team_of(bob) == {alice.pk, bob.pk}
    assert team_of(bob, below=False) == {bob.pk}
