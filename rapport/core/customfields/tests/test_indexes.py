"""Each field that is sorted or compared gets its index by a job, and loses it with the field."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from rapport.core.access.models import User
from rapport.core.customfields.actions import add_field, remove_field
from rapport.core.customfields.indexes import name_of, tend
from rapport.core.customfields.models import Option
from rapport.core.lists.state import ListState
from rapport.customers.people.lists import PEOPLE


def plan(user: User, sort: str) -> str:
    """Return how the database would read the first page in this order, if reading all rows cost too much."""
    seen = []

    def note(execute: Any, *asked: Any) -> Any:
        seen.append(asked[:2])
        return execute(*asked)

    with connection.execute_wrapper(note):
        PEOPLE.page(user, ListState(sort=sort))
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute("SET enable_sort = off")
        cursor.execute(f"EXPLAIN {seen[-2][0]}", seen[-2][1])
        found = "\n".join(line for (line,) in cursor.fetchall())
        cursor.execute("RESET enable_seqscan")
        cursor.execute("RESET enable_sort")
    return found


@pytest.mark.django_db(transaction=True)
def test_the_index_of_a_field_serves_both_directions(admin: User, at: datetime) -> None:
    size = add_field("person", by=admin, at=at, label="Size", kind="number")
    film = add_field(
        "person", by=admin, at=at, label="Film", kind="choice", options=[Option("", "Drama")]
    )
    assert tend() == [f"+{name_of(size)}"]
    assert tend() == []
    admin = User.objects.get(pk=admin.pk)
    assert f"Index Scan using {name_of(size)}" in plan(admin, "custom.size")
    assert f"Index Scan Backward using {name_of(size)}" in plan(admin, "-custom.size")
    remove_field(size.pk, by=admin, at=at)
    remove_field(film.pk, by=admin, at=at)
    assert tend() == [f"-{name_of(size)}"]
