"""Fields of the company's own that refer to a customer are found in the database, and can be told to refer to another."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest

from rapport.core.access.models import User
from rapport.core.customfields.models import CustomField
from rapport.core.references.own import own_fields, repoint, rows_of
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db


def test_records_refer_to_another_where_they_did_to_this_one(
    add: Callable[..., CustomField], alice: User, at: datetime
) -> None:
    friends = add("Friends", "relation", target="person", is_several=True)
    adviser = add("Adviser", "person")
    add("Home", "relation", target="household")
    by = User.objects.get(pk=alice.pk)

    def person(name: str, **custom: object) -> Party:
        return create_person(by=by, at=at, given=name, custom=custom).party

    was, to, third = person("Was"), person("To"), person("Third")
    one = person("One", friends=[third.pk, was.pk, to.pk], adviser=was.pk)
    other = person("Other", adviser=third.pk, friends=[was.pk])

    assert {field.key for field in own_fields(Party)} == {"friends", "adviser"}
    assert set(rows_of(friends, [was.pk])) == {one, other}
    assert sorted(repoint(friends, was.pk, to.pk)) == [one.pk, other.pk]
    assert repoint(adviser, was.pk, to.pk) == [one.pk]
    one.refresh_from_db()
    assert one.custom == {"friends": [third.pk, to.pk], "adviser": to.pk}
    assert Party.objects.get(pk=other.pk).custom["friends"] == [to.pk]
