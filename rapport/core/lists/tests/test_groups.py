"""Filters joined by and / or: which rows they keep, how the address writes them, and what a click on the joining word does."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.http import QueryDict

from rapport.core.access.models import User
from rapport.core.errors import Invalid
from rapport.core.lists.chips import chips
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.filters import Filter, Filters
from rapport.core.lists.spec import ListSpec, ListState

pytestmark = pytest.mark.django_db

SPEC = ListSpec(
    name="users",
    rows=lambda user: User.objects.filter(email__endswith="@group.example"),
    columns=[
        Column("name", "Name", sortable=True),
        Column("language", "Language", Kind.CHOICE, choices=[("en", "English")]),
        Column("theme", "Theme", Kind.CHOICE, choices=[("dark", "Dark")]),
        Column("email", "E-mail", right="core.manage_users"),
    ],
    sort="name",
)
A, B, C = Filter("name", "is", "Ann"), Filter("language", "is", "de"), Filter("theme", "is", "dark")


@pytest.fixture
def people(alice: User) -> None:
    """Ann speaks English in the dark, Ben German in the light, Cid German in the dark."""
    for name, language, theme in (
        ("Ann", "en", "dark"),
        ("Ben", "de", "light"),
        ("Cid", "de", "dark"),
    ):
        User.objects.create(
            email=f"{name}@group.example", name=name, language=language, theme=theme
        )


def group(*filters: Filter) -> str:
    """Return a group as an address writes it."""
    return urlencode({"g": urlencode([("f", str(one)) for one in filters])})


@pytest.mark.parametrize(
    ("query", "names"),
    [
        (urlencode({"f": str(B)}), ["Ben", "Cid"]),
        (urlencode([("f", str(B)), ("f", str(C))]), ["Cid"]),
        (urlencode([("f", str(A)), ("f", str(B)), ("match", "any")]), ["Ann", "Ben", "Cid"]),
        (group(A, B), ["Ann", "Ben", "Cid"]),
        (f"f={C}&{group(A, B)}", ["Ann", "Cid"]),
        (f"f={A}&{group(B, C)}&match=any", ["Ann", "Cid"]),
    ],
)
def test_groups_keep_the_right_rows(
    alice: User, people: None, query: str, names: list[str]
) -> None:
    state = ListState.read(QueryDict(query))
    assert [one.name for one in SPEC.page(alice, state).rows] == names
    again = ListState.read(QueryDict(state.query().lstrip("?")))
    assert again.filters == state.filters


def test_a_click_on_the_joining_word_makes_a_bracket_and_takes_it_apart(alice: User) -> None:
    state = ListState.read(QueryDict(urlencode([("f", str(A)), ("f", str(B)), ("f", str(C))])))
    drawn = chips(SPEC, alice, state)
    joined = ListState.read(QueryDict(drawn.brackets[1].join.lstrip("?")))
    assert joined.filters == Filters(((A,), (B, C)))
    bracket = chips(SPEC, alice, joined).brackets[1]
    apart = ListState.read(QueryDict(bracket.part[0].lstrip("?")))
    assert apart.filters == Filters(((A,), (B,), (C,)))
    assert "group=1" in bracket.add
    flipped = ListState.read(QueryDict(drawn.flip.lstrip("?")))
    assert flipped.filters.any_group


def test_single_filters_come_first_and_nothing_empty_is_left() -> None:
    both = Filters(((A,), (B, C)))
    assert both.beside(A, 1).groups == ((A,), (B, C, A))
    assert both.joined(0) == Filters(((A, B, C),))
    assert both.replacing(B, A).groups == ((A,), (A, C))
    assert both.replacing(B).groups == ((A,), (C,))
    assert Filters(((A,), (B,)), any_group=True).replacing(B) == Filters(((A,),))


@pytest.mark.parametrize(
    "query",
    ["g=x", "g=f", "g=h%3Dname%3Ais%3AAnn", group(Filter("email", "is", "x")), "f=a:is:b&" * 21],
)
def test_a_group_that_cannot_be_read_is_refused(alice: User, query: str) -> None:
    with pytest.raises(Invalid):
        SPEC.page(alice, ListState.read(QueryDict(query)))
