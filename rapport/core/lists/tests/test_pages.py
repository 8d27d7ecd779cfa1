"""Pages by keyset show every row once, whatever the sort, the direction and the empty values."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings, strategies as st

from rapport.core.access.models import User
from rapport.core.errors import Invalid
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.cursor import BadCursor
from rapport.core.lists.operators import NotSearchable
from rapport.core.lists.spec import ListSpec, ListState, count_up_to

pytestmark = pytest.mark.django_db

USERS = ListSpec(
    name="users",
    rows=lambda user: User.objects.filter(is_system=False, email__endswith="@list.example"),
    columns=[
        Column("name", "Name", sortable=True),
        Column("left_at", "Left", Kind.DATETIME, sortable=True, nullable=True),
        Column("language", "Language", Kind.CHOICE),
        Column("secret", "Secret", path="email", sortable=True, right="core.manage_users"),
    ],
    sort="name",
)
names = st.sampled_from(["Ann", "Ben", "Cid", "王伟"])
days = st.one_of(st.none(), st.integers(1, 3))


def state(text: str = "") -> ListState:
    return ListState.read(QueryDict(text))


def walk(user: User, query: str, *, back: bool = False) -> list[int]:
    """Read all pages of two rows, then (with `back`) all of them again from the end."""
    page = USERS.page(user, state(f"size=2&{query}"))
    seen = [row.pk for row in page.rows]
    while page.next:
        page = USERS.page(user, state(page.next_query.removeprefix("?")))
        seen += [row.pk for row in page.rows]
    if not back:
        return seen
    seen = [row.pk for row in page.rows]
    while page.previous:
        page = USERS.page(user, state(page.previous_query.removeprefix("?")))
        seen = [row.pk for row in page.rows] + seen
    return seen


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.tuples(names, days), max_size=9),
    sort=st.sampled_from(["name", "-name", "left_at", "-left_at"]),
)
def test_every_row_is_seen_once_in_both_directions(
    admin: User, rows: list[tuple[str, int | None]], sort: str
) -> None:
    User.objects.filter(email__endswith="@list.example").delete()
    for n, (name, day) in enumerate(rows):
        left = datetime(2026, 1, day, tzinfo=UTC) if day else None
        User.objects.create(name=name, email=f"{n}@list.example", left_at=left)
    forth, back = walk(admin, f"sort={sort}"), walk(admin, f"sort={sort}", back=True)
    assert sorted(forth) == sorted(USERS.rows(admin).values_list("pk", flat=True))
    assert forth == back
    values = [getattr(User.objects.get(pk=pk), sort.strip("-")) for pk in forth]
    filled = [v for v in values if v is not None]
    assert filled == sorted(filled, reverse=sort.startswith("-"))
    assert values == filled + [None] * (len(values) - len(filled))


def test_a_page_is_one_query_however_many_rows(admin: User, django_assert_num_queries) -> None:
    for n in range(60):
        User.objects.create(name=f"U{n:02}", email=f"{n}@list.example")
    with django_assert_num_queries(1):
        assert len(USERS.page(admin, state()).rows) == 50


def test_a_forged_cursor_is_refused(admin: User) -> None:
    with pytest.raises(BadCursor):
        USERS.page(admin, state("after=WyJuYW1lIiwiQSIsMV0:1vX:forged"))


def test_a_cursor_of_another_sort_is_refused(admin: User) -> None:
    for n in range(3):
        User.objects.create(name=f"U{n}", email=f"{n}@list.example")
    cursor = USERS.page(admin, state("size=1")).next
    with pytest.raises(BadCursor):
        USERS.page(admin, state(f"sort=-name&after={cursor}"))


@pytest.mark.parametrize(
    "query",
    [
        "f=nothing:is:1",
        "f=name",
        "f=name:like:x",
        "f=left_at:before:soon",
        "f=left_at:is:9999-12-31",
        "f=left_at:after:0001-01-01",
        "sort=language",
        "size=0",
        "size=9999999",
        "size=x",
        "f=name:is:%00",
        "q=%00",
    ],
)
def test_a_bad_address_is_a_sentence(admin: User, query: str) -> None:
    with pytest.raises(Invalid) as error:
        USERS.page(admin, state(query))
    assert str(error.value).endswith(".")


def test_a_hidden_column_can_be_neither_filtered_nor_sorted(admin: User, alice: User) -> None:
    assert USERS.page(admin, state("f=secret:has:haina&sort=secret")).rows == []
    for query in ("f=secret:has:haina", "sort=secret"):
        with pytest.raises(Invalid):
            USERS.page(alice, state(query))
    assert "secret" not in [c.name for c in USERS.columns_for(alice)]


def test_neighbours_follow_the_list(admin: User) -> None:
    made = [User.objects.create(name=n, email=f"{n}@list.example") for n in ("A", "B", "C")]
    assert USERS.neighbours(admin, state(), made[1]) == (made[0].pk, made[2].pk)
    assert USERS.neighbours(admin, state("sort=-name"), made[0]) == (made[1].pk, None)


def test_the_place_in_the_list_as_far_as_it_is_counted(admin: User) -> None:
    made = [User.objects.create(name=n, email=f"{n}@list.example") for n in ("A", "B", "C", "D")]
    assert USERS.place(admin, state(), made[2]) == (3, 4)
    assert USERS.place(admin, state("sort=-name"), made[0]) == (4, 4)
    assert USERS.place(admin, state("f=name:not:A"), made[2]) == (2, 3)
    assert USERS.place(admin, state(), made[3], limit=2) == (4, 3)


def test_filters_read_days_and_me(admin: User) -> None:
    User.objects.create(
        name="A", email="a@list.example", left_at=datetime(2026, 1, 2, 23, tzinfo=UTC)
    )
    for query, found in (
        ("before:2026-01-02", 0),
        ("is:2026-01-02", 1),
        ("after:2026-01-02", 0),
        ("before:today", 1),
        ("filled:", 1),
        ("empty:", 0),
    ):
        assert len(USERS.page(admin, state(f"f=left_at:{query}")).rows) == found, query


def test_counting_stops(admin: User) -> None:
    for n in range(5):
        User.objects.create(name=f"U{n}", email=f"{n}@list.example")
    assert count_up_to(USERS.rows(admin), 3) == 4
    assert count_up_to(USERS.rows(admin), 9) == 5


def test_words_are_not_ignored_by_a_list_without_search(alice: User) -> None:
    with pytest.raises(NotSearchable):
        USERS.page(alice, ListState(words="wang"))
