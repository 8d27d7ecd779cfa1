"""Fields of the company's own in lists: as columns, in filters, sorts, figures and files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.core.access.models import User
from rapport.core.customfields.actions import edit_field, remove_field
from rapport.core.customfields.models import CustomField, Option
from rapport.core.errors import Invalid
from rapport.core.exports.writing import csv_lines
from rapport.core.lists.foot import foot
from rapport.core.lists.operators import UnknownFilter
from rapport.core.lists.state import ListState
from rapport.customers.parties.models import Kind, Party
from rapport.customers.people.lists import PEOPLE

pytestmark = pytest.mark.django_db
Add = Callable[..., CustomField]
FILMS = [Option("", "Drama", "剧情片"), Option("", "Comedy", "喜剧片"), Option("", "War")]
ALL = ("film", "likes", "size", "budget", "since", "song", "friend")


@pytest.fixture
def people(add: Add, alice: User) -> dict[str, Party]:
    """Four people: three know something of themselves, the last nothing."""
    add("Film", "choice", options=FILMS)
    add("Likes", "multi", options=FILMS)
    for label, kind in (("Size", "number"), ("Budget", "money"), ("Since", "date")):
        add(label, kind)
    add("Song", "text")
    add("Friend", "person")
    found = {}
    for name in ("Anna", "Bert", "Cleo", "Dora"):
        found[name] = Party.objects.create(
            display_name=name, kind=Kind.PERSON, owner=alice, sort_key=name.lower()
        )
    values: dict[str, dict[str, Any]] = {
        "Anna": {"film": "drama", "likes": ["drama", "war"], "size": 42, "since": "2026-01-05"},
        "Bert": {"film": "comedy", "likes": ["war"], "size": 37.5, "song": "Let it be"},
        "Cleo": {"film": "drama", "size": 9, "since": "2025-12-31", "friend": found["Anna"].pk},
    }
    values["Anna"]["budget"] = {"amount": 1200, "currency": "CNY"}
    values["Bert"]["budget"] = {"amount": 90.5, "currency": "EUR"}
    for name, custom in values.items():
        Party.objects.filter(pk=found[name].pk).update(custom=custom)
    return found


def state(query: str) -> ListState:
    """Return the state as an address writes it."""
    return ListState.read(QueryDict(query))


def everything(user: User, asked: ListState) -> None:
    """Ask all that a list's page asks."""
    PEOPLE.shown_for(user, asked)
    PEOPLE.page(user, asked)
    foot(PEOPLE, user, asked)


def names(user: User, query: str) -> str:
    """Return the first letters of who is listed."""
    rows = PEOPLE.page(User.objects.get(pk=user.pk), state(query)).rows
    return "".join(row.display_name[0] for row in rows)


@pytest.mark.parametrize(
    ("chip", "found"),
    [
        ("film:any:drama", "AC"),
        ("film:any:drama|comedy", "ABC"),
        ("film:not:drama", "BD"),
        ("film:empty:", "D"),
        ("likes:any:war", "AB"),
        ("likes:any:drama|war", "AB"),
        ("likes:not:drama", "BCD"),
        ("size:min:37.5", "AB"),
        ("size:max:37.5", "BC"),
        ("size:is:42", "A"),
        ("budget:min:91", "A"),
        ("since:before:2026-01-01", "C"),
        ("since:after:2025-12-31", "A"),
        ("since:is:2026-01-05", "A"),
        ("since:filled:", "AC"),
        ("song:has:LET", "B"),
        ("song:is:Let it be", "B"),
        ("song:not:Let it be", "ACD"),
    ],
)
def test_each_kind_has_its_filters(
    people: dict[str, Party], alice: User, chip: str, found: str
) -> None:
    assert names(alice, f"f=custom.{chip}") == found


def test_a_record_that_is_referred_to_is_filtered_by(
    people: dict[str, Party], alice: User, signed_in: Callable[[User], Client]
) -> None:
    anna = people["Anna"].pk
    assert names(alice, f"f=custom.friend:is:{anna}") == "C"
    page = signed_in(alice).get(f"/people/?f=custom.friend:is:{anna}").content.decode()
    assert 'lang="en">Anna</span></button>' in page
    asked = signed_in(alice).get("/lists/people/filter?column=custom.friend").content.decode()
    assert "data-pick" in asked


def test_filters_stand_in_groups_with_others(people: dict[str, Party], alice: User) -> None:
    group = "f%3Dcustom.size%253Amax%253A9%26f%3Dcustom.song%253Afilled%253A"
    assert names(alice, f"g={group}") == "BC"


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("custom.size", "CBAD"),
        ("-custom.size", "ABCD"),
        ("custom.budget", "BACD"),
        ("custom.since", "CABD"),
        ("-custom.since", "ACDB"),
        ("custom.song", "BACD"),
    ],
)
def test_a_sort_pages_forth_and_back_with_empty_values_last(
    people: dict[str, Party], alice: User, sort: str, order: str
) -> None:
    assert names(alice, f"sort={sort}") == order
    user = User.objects.get(pk=alice.pk)
    forth, query = "", f"sort={sort}&size=1"
    pages = []
    for _step in range(4):
        page = PEOPLE.page(user, state(query))
        pages.append(page)
        forth += page.rows[0].display_name[0]
        query = page.next_query[1:]
    assert (forth, query) == (order, "")
    back = ""
    for _step in range(3):
        page = PEOPLE.page(user, state(page.previous_query[1:]))
        back += page.rows[0].display_name[0]
    assert back == order[:3][::-1]
    assert page.previous_query == ""
    middle = people[{one[0]: one for one in people}[order[1]]]
    before, after = PEOPLE.neighbours(user, state(f"sort={sort}"), middle)
    keys = {party.pk: name[0] for name, party in people.items()}
    assert (keys[before or 0], keys[after or 0]) == (order[0], order[2])
    assert PEOPLE.place(user, state(f"sort={sort}"), middle) == (2, 4)


def test_columns_are_drawn_and_edited_in_their_cells(
    people: dict[str, Party], alice: User, signed_in: Callable[[User], Client]
) -> None:
    columns = ",".join(f"custom.{key}" for key in ALL)
    page = signed_in(alice).get(f"/people/?cols=name,{columns},custom.size.88").content.decode()
    assert "Drama, War" in page
    assert "1,200" in page
    assert "31 Dec 2025" in page
    assert 'data-wide="88"' in page
    assert 'data-edit-at="/people/{id}/custom/custom.film"' in page
    chosen = signed_in(alice).get("/lists/people/columns").content.decode()
    assert 'value="custom.film"' in chosen


def test_figures_stand_below(people: dict[str, Party], alice: User) -> None:
    query = "cols=name,custom.size,custom.since,custom.likes&foot=custom.size.sum,custom.since.latest,custom.likes.filled"
    cells = foot(PEOPLE, User.objects.get(pk=alice.pk), state(query)).cells
    assert [cell.text for cell in cells] == ["", "88.5", "5 Jan", "2"]


def test_a_file_tells_them_in_words(people: dict[str, Party], alice: User) -> None:
    columns = ",".join(f"custom.{key}" for key in ALL)
    user = User.objects.get(pk=alice.pk)
    lines = list(csv_lines(PEOPLE, user, f"?cols=name,{columns}", for_excel=False))
    assert lines[0].strip() == "Name,Film,Likes,Size,Budget,Since,Song,Friend"
    assert lines[1].strip() == 'Anna,Drama,"Drama, War",42,1200 CNY,2026-01-05,,'
    assert lines[3].strip() == "Cleo,Drama,,9,,2025-12-31,,Anna"


def test_the_api_filters_and_sorts_by_them(
    people: dict[str, Party], alice: User, caller: Callable[..., Client]
) -> None:
    api = caller(alice)
    found = api.get("/api/v1/people?f=custom.film:any:drama&sort=-custom.size&limit=1").json()
    assert [one["display_name"] for one in found["items"]] == ["Anna"]
    following = api.get(found["next"]).json()
    assert [one["display_name"] for one in following["items"]] == ["Cleo"]
    assert api.get("/api/v1/people?f=custom.size:min:many").status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "f=custom.{}:empty:",
        "sort=custom.{}",
        "cols=name,custom.{}",
        "foot=custom.{}.filled",
    ],
)
def test_a_hidden_or_removed_field_answers_like_none(
    people: dict[str, Party], alice: User, admin: User, at: datetime, query: str
) -> None:
    film = CustomField.objects.get(key="film")
    role = str(alice.grants.get().role_id)
    said = []
    edit_field(film.pk, by=admin, at=at, changes={"limits": {role: "hidden"}})
    for key in ("film", "none"):
        user, asked = User.objects.get(pk=alice.pk), state(query.format(key))
        with pytest.raises(Invalid) as told:
            everything(user, asked)
        said.append((type(told.value), told.value.sentence().replace(key, "")))
    assert said[0] == said[1]
    edit_field(film.pk, by=admin, at=at, changes={"limits": {}})
    PEOPLE.page(User.objects.get(pk=alice.pk), state("f=custom.film:empty:"))
    remove_field(film.pk, by=admin, at=at)
    with pytest.raises(UnknownFilter):
        PEOPLE.page(User.objects.get(pk=alice.pk), state("f=custom.film:empty:"))


def test_a_field_one_may_only_see_is_not_edited_in_its_cell(
    people: dict[str, Party], alice: User, admin: User, at: datetime, signed_in: Any
) -> None:
    film = CustomField.objects.get(key="film")
    role = str(alice.grants.get().role_id)
    edit_field(film.pk, by=admin, at=at, changes={"limits": {role: "see"}})
    page = signed_in(alice).get("/people/?cols=name,custom.film").content.decode()
    assert "Drama" in page
    assert "data-edit-at" not in page
    address = f"/people/{people['Anna'].pk}/custom/custom.film"
    assert signed_in(alice).get(address).status_code == 403


def test_the_list_asks_the_same_with_twenty_fields(
    people: dict[str, Party], add: Add, alice: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(alice)
    columns = ",".join(f"custom.{key}" for key in ALL)
    client.get("/people/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/people/?cols=name,{columns}")
    for number in range(20):
        add(f"More {number}", "number")
    Party.objects.filter(pk=people["Dora"].pk).update(custom={"friend": people["Bert"].pk})
    with CaptureQueriesContext(connection) as many:
        client.get(f"/people/?cols=name,{columns},custom.more_1,custom.more_2")
    assert len(many) == len(few)
