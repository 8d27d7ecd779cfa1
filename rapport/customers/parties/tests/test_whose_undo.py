"""The event of an undo names the customer whose rows they were, so that only his open pages are loaded anew."""

from __future__ import annotations

from typing import Any

import pytest

from rapport.core.access.models import User
from rapport.core.action import last_group
from rapport.core.events.models import EventRow
from rapport.core.undo.actions import undo
from rapport.customers.notes.actions import delete_note, write_note
from rapport.customers.parties.actions import assign_parties, change_lifecycle
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db


def told() -> Any:
    event = EventRow.objects.filter(name="Undone").latest("id")
    return event.data["party_id"] if event.party_id == event.data["party_id"] else -1


def test_one_customer_is_named(alice: User, at: Any) -> None:
    wang = create_person(by=alice, at=at, family="王", given="伟").party
    change_lifecycle(wang.pk, by=alice, at=at, lifecycle="former")
    undo(last_group(), by=alice, at=at)
    assert told() == wang.pk
    note = write_note(wang.pk, by=alice, at=at, body="Likes tea")
    delete_note(note.pk, by=alice, at=at)
    undo(last_group(), by=alice, at=at)
    assert told() == wang.pk


def test_of_many_none_is_named(bob: User, alice: User, at: Any) -> None:
    many = [create_person(by=bob, at=at, family="Li", given=str(n)).pk for n in range(3)]
    assign_parties(many, by=bob, at=at, owner_id=alice.pk)
    undo(last_group(), by=bob, at=at)
    assert told() is None
