"""What the history of a record tells, and what it leaves to the timeline."""

from __future__ import annotations

import pytest

from rapport.core.access.models import User
from rapport.core.audit.queries import Wanted, changes
from rapport.customers.parties.actions import assign_parties, change_lifecycle, note_touch
from rapport.customers.parties.history import history_of
from rapport.customers.parties.models import Kind, Party

pytestmark = pytest.mark.django_db


def test_it_tells_who_did_what_and_what_was_before(wang, alice, at) -> None:
    change_lifecycle(wang.pk, by=alice, at=at, lifecycle="former")
    newest, *_older, first = history_of(Party.objects.get(pk=wang.pk), alice)
    assert (newest.what, newest.who) == ("Change the lifecycle", "Alice")
    assert newest.fields == [("Lifecycle", "Customer")]
    assert (first.what, first.who) == ("Add people", "Alice")


def test_what_follows_from_a_contact_is_left_to_the_timeline(wang, alice, at, written_by) -> None:
    before = len(history_of(Party.objects.get(pk=wang.pk), alice))
    written_by(
        alice,
        "touchpoints.log_interaction",
        lambda: note_touch(wang.pk, channel="phone", touched_at=at),
    )
    party = Party.objects.get(pk=wang.pk)
    assert party.last_touch_at == at
    assert len(history_of(party, alice)) == before


def test_what_came_in_without_a_verb_was_added(alice) -> None:
    party = Party.objects.create(kind=Kind.PERSON, display_name="A", sort_key="a", owner=alice)
    assert [step.what for step in history_of(party, alice)] == ["Added"]


def test_records_stand_by_name_as_far_as_the_reader_may_see_them(
    admin: User, alice: User, charlie: User, wang, at
) -> None:
    change_lifecycle(wang.pk, by=alice, at=at, lifecycle="former")
    wanted = Wanted(table="customers_party", row_id=wang.pk)
    assert {one.name for one in changes(wanted, admin).rows} == {"王伟"}
    assert {one.name for one in changes(wanted, charlie).rows} == {f"#{wang.pk}"}


def test_what_a_record_points_at_stands_by_name(
    admin: User, alice: User, bob: User, wang, at
) -> None:
    assign_parties([wang.pk], by=bob, at=at, owner_id=bob.pk)
    newest = changes(Wanted(table="customers_party", row_id=wang.pk), admin).rows[0]
    shown = {one.label: (one.before, one.after) for one in newest.differences}
    assert shown["Owner"] == ("Alice", "Bob")
