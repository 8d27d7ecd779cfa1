"""What words find stands in the order of the list, whoever asks, page by page; a new name moves it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import QueryDict

from rapport.core.lists import sparse
from rapport.core.lists.state import ListState
from rapport.core.search.models import SearchEntry
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person, edit_person
from rapport.customers.people.lists import PEOPLE

pytestmark = pytest.mark.django_db
GIVEN = ("伟", "芳", "Anna", "敏", "Bea", "军", "伟", "磊")


@pytest.fixture
def people(alice, charlie, at):
    """Eight people called 王, every third of them Charlie's, and one who is not."""
    for n, given in enumerate(GIVEN):
        by = charlie if n % 3 == 0 else alice
        create_person(by=by, at=at, family="王", given=given)
    create_person(by=alice, at=at, family="李", given="娜")


def walk(user, query):
    """Read the pages forth, then back from the last one; return both."""
    page = PEOPLE.page(user, ListState.read(QueryDict(query)))
    forth, back = [row.pk for row in page.rows], [row.pk for row in page.rows]
    while page.next:
        page = PEOPLE.page(user, ListState.read(QueryDict(page.next_query.removeprefix("?"))))
        back = [row.pk for row in page.rows]
        forth += back
    while page.previous:
        page = PEOPLE.page(user, ListState.read(QueryDict(page.previous_query.removeprefix("?"))))
        back = [row.pk for row in page.rows] + back
    return forth, back


@pytest.mark.parametrize("more", [1, 4])
@pytest.mark.parametrize("sort", ["name", "-name", "-last_touch_at"])
def test_pages_of_what_words_find(people, alice, charlie, admin, monkeypatch, sort, more) -> None:
    monkeypatch.setattr(sparse, "MORE", more)
    for user in (alice, charlie, admin):
        whole = walk(user, f"size=50&sort={sort}")[0]
        found = set(Party.objects.visible_to(user).filter(display_name__startswith="王"))
        wanted = [pk for pk in whole if pk in {party.pk for party in found}]
        assert wanted
        assert walk(user, f"size=2&q=王&sort={sort}") == (wanted, wanted)


def test_a_new_name_moves_what_was_found(people, alice, admin, at) -> None:
    first = PEOPLE.page(admin, ListState.read(QueryDict("q=王"))).rows[0]
    edit_person(first.pk, by=admin, at=at, changes={"given": "Zoe"})
    entry = SearchEntry.objects.get(kind="person", object_id=first.pk)
    assert entry.sort_key == Party.objects.get(pk=first.pk).sort_key
    assert PEOPLE.page(admin, ListState.read(QueryDict("q=王"))).rows[-1].pk == first.pk


def test_a_key_written_by_sql_is_followed(people, admin) -> None:
    entry = SearchEntry.objects.filter(kind="person").order_by("pk")[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE customers_party SET sort_key = 'zz' WHERE id = %s", [entry.object_id]
        )
        cursor.execute("SELECT kind, object_id FROM core_searchstale")
        assert ("person", entry.object_id) in cursor.fetchall()
