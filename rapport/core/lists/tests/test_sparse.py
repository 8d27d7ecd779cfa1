"""A filtered list shows the same rows in the same order, however far they lie apart."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings, strategies as st

from rapport.core.access.models import User
from rapport.core.lists import sparse
from rapport.core.lists.tests.test_pages import USERS, days, names, state, walk

pytestmark = pytest.mark.django_db
languages = st.sampled_from(["en", "zh-hans"])


@settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rows=st.lists(st.tuples(names, days, languages), max_size=12),
    sort=st.sampled_from(["name", "-name", "left_at", "-left_at"]),
    near=st.integers(0, 4),
)
def test_filtered_pages_hold_what_matches_in_order(
    admin: User,
    monkeypatch: pytest.MonkeyPatch,
    rows: list[tuple[str, int | None, str]],
    sort: str,
    near: int,
) -> None:
    User.objects.filter(email__endswith="@list.example").delete()
    for n, (name, day, language) in enumerate(rows):
        left = datetime(2026, 1, day, tzinfo=UTC) if day else None
        User.objects.create(name=name, email=f"{n}@list.example", left_at=left, language=language)
    speaks = dict(User.objects.values_list("pk", "language"))
    wanted = [pk for pk in walk(admin, f"sort={sort}") if speaks[pk] == "en"]
    monkeypatch.setattr(sparse, "_walks", lambda _page: True)
    monkeypatch.setattr(sparse, "NEAR", near)
    narrowed = f"sort={sort}&f=language:is:en"
    assert walk(admin, narrowed) == wanted
    assert walk(admin, narrowed, back=True) == wanted


def test_what_is_rare_is_found_without_a_walk(
    admin: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
) -> None:
    for n in range(60):
        language = "zh-hans" if n == 59 else "en"
        User.objects.create(name=f"U{n:02}", email=f"{n}@list.example", language=language)
    monkeypatch.setattr(sparse, "NEAR", 20)
    with django_assert_num_queries(2):  # the database sorts the few there are
        page = USERS.page(admin, state("f=language:is:zh-hans"))
    assert [row.name for row in page.rows] == ["U59"]
    monkeypatch.setattr(sparse, "_walks", lambda _page: True)
    with django_assert_num_queries(4):
        page = USERS.page(admin, state("f=language:is:zh-hans"))
    assert [row.name for row in page.rows] == ["U59"]
    with django_assert_num_queries(2):
        assert len(USERS.page(admin, state("size=10&f=language:is:en")).rows) == 10


def test_the_database_tells_how_it_means_to_read(admin: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        assert sparse._walks(User.objects.order_by("pk")[:3])
        cursor.execute("RESET enable_sort")
    assert not sparse._walks(User.objects.order_by("name")[:3])
