"""Which columns a list shows, in which order and width: chosen by its address, within the reader's rights."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db.models import Q
from django.http import QueryDict

from rapport.core.access.models import User
from rapport.core.errors import Invalid
from rapport.core.exports.writing import csv_lines
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.spec import ListSpec, ListState
from rapport.core.lists.table import table
from rapport.core.lists.tests.conftest import by_name

pytestmark = pytest.mark.django_db

SPEC = ListSpec(
    name="users",
    rows=lambda user: User.objects.filter(is_system=False),
    columns=[
        Column("name", "Name", sortable=True),
        Column("language", "Language", Kind.CHOICE, choices=[("en", "English")], width=90),
        Column("team", "Team", path="team__name"),
        Column("created_at", "Since", Kind.DATETIME, edit=("people:field", "core.manage_users")),
        Column("email", "E-mail", right="core.manage_users"),
        Column("found", "Found", where=lambda operator, words, user: Q()),
    ],
    shown=("language", "team"),
    sort="name",
)


@pytest.fixture(autouse=True)
def _stands(stands: Callable[[ListSpec], None]) -> None:
    stands(SPEC)


def state(query: str) -> ListState:
    """Return the state as an address writes it."""
    return ListState.read(QueryDict(query))


def keys(user: User, query: str) -> list[tuple[str, int | None]]:
    """Return the columns that a page shows, with their widths."""
    return [(head.key, head.width) for head in table(SPEC, user, state(query), by_name).heads]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", [("name", None), ("language", 90), ("team", None)]),
        ("cols=team.200,language", [("name", None), ("team", 200), ("language", 90)]),
        ("cols=created_at,name.300", [("name", 300), ("created_at", None)]),
        ("cols=team,team.90", [("name", None), ("team", 90)]),
    ],
)
def test_the_address_names_columns_order_and_width(
    alice: User, query: str, shown: list[tuple[str, int | None]]
) -> None:
    assert keys(alice, query) == shown


@pytest.mark.parametrize(
    "query",
    ["cols=email", "cols=nothing", "cols=found", "cols=team.7", "cols=team.x", "cols=team.99999"],
)
def test_what_cannot_be_shown_is_refused(alice: User, query: str) -> None:
    with pytest.raises(Invalid):
        table(SPEC, alice, state(query), by_name)


def test_a_column_with_a_right_is_there_for_who_holds_it(admin: User) -> None:
    assert keys(admin, "cols=email")[-1][0] == "email"


def test_cells_read_by_their_kind(alice: User, django_assert_num_queries, settings) -> None:
    User.objects.filter(pk=alice.pk).update(created_at=datetime(2024, 7, 18, tzinfo=UTC))
    asked = state("cols=language,team,created_at&q=&f=created_at:before:2024-12-31")
    with django_assert_num_queries(4):
        made = table(SPEC, alice, asked, by_name)  # her rights, her views, how to read, the rows
        drawn = made.lines()
    assert drawn == (
        f'<tr data-row="{alice.pk}" data-href="/users/{alice.pk}"><td>{alice.name}</td>'
        f'<td>English</td><td><span lang="en">{alice.team.name}</span></td><td>18 Jul 2024</td></tr>'
    )


def test_a_file_holds_the_columns_of_the_address(admin: User) -> None:
    lines = list(csv_lines(SPEC, admin, "?cols=team,email", for_excel=False))
    assert lines[0] == "Name,Team,E-mail\r\n"


def test_links_keep_the_columns(alice: User) -> None:
    made = table(SPEC, alice, state("cols=team.120&frozen=1&f=language:is:en"), by_name)
    assert made.heads[0].up == "?f=language%3Ais%3Aen&cols=team.120&frozen=1&sort=name"
    assert made.chips.brackets[0].chips[0].remove == "?cols=team.120&frozen=1"


def test_the_dialog_leads_to_the_list_with_the_chosen_ones(alice: User, signed_in) -> None:
    client = signed_in(alice)
    asked = client.get("/lists/users/columns?cols=team.200&q=wang").content.decode()
    assert asked.index('value="team"') < asked.index('value="language"')
    assert 'value="email"' not in asked
    assert 'value="found"' not in asked
    answer = client.get(
        "/lists/users/columns",
        {"shown": ["", "language", "team"], "width_team": "220", "cols": "team.200", "q": "wang"},
    )
    assert answer.headers["Location"] == "/people?q=wang&cols=name%2Clanguage%2Cteam.220"
    wrong = {"shown": ["", "team"], "width_team": "5"}
    assert client.get("/lists/users/columns", wrong).status_code == 422


def test_the_dialog_refuses_a_hidden_column(alice: User, signed_in) -> None:
    answer = signed_in(alice).get("/lists/users/columns", {"shown": ["", "email"]})
    assert answer.status_code == 422


def test_only_who_may_change_a_field_edits_it_in_its_cell(alice: User, admin: User) -> None:
    asked = state("cols=created_at")
    assert table(SPEC, alice, asked, by_name).heads[1].edit == ""
    assert table(SPEC, admin, asked, by_name).heads[1].edit == "/people/{id}/field/created_at"
