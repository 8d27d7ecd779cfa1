"""Bulk verbs on people and companies: rows, rights, slices, undo of the whole and of single rows."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.bulk import choosing
from rapport.core.bulk.actions import (
    CannotUndoThis,
    HasEnded,
    cancel_bulk,
    start_bulk,
    undo_bulk,
    undo_bulk_rows,
    write_bulk_slice,
)
from rapport.core.bulk.choosing import Chosen, NothingChosen, TooManyChosen, outlook
from rapport.core.bulk.driving import take_back, write
from rapport.core.bulk.known import verb_of
from rapport.core.bulk.models import BulkRun, State
from rapport.core.bulk.queries import each
from rapport.core.bulk.verbs import UnknownVerb, Values
from rapport.core.changes.models import Change
from rapport.core.customfields.actions import add_field
from rapport.core.errors import Missing, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.notifications.models import Notification
from rapport.core.search.models import SearchEntry
from rapport.customers.households.queries import HOUSEHOLDS
from rapport.customers.organizations.lists import ORGANIZATIONS
from rapport.customers.parties.actions import LacksField, change_lifecycle, change_lifecycles
from rapport.customers.parties.models import Lifecycle, Party
from rapport.customers.people.actions import create_person
from rapport.customers.people.lists import PEOPLE
from rapport.customers.shares.actions import share_party
from rapport.customers.tags.models import PartyTag, Tag

ALL = Chosen(PEOPLE, all=True)
FORMER = {"value": "former"}


@pytest.fixture
def many(alice, at) -> list[int]:
    """Seven people of Alice's."""
    people = [create_person(by=alice, at=at, family=f"Li {n}", given="Mei") for n in range(7)]
    return [person.pk for person in people]


@pytest.fixture
def small_slices(monkeypatch) -> None:
    """Slices of three rows, so that seven people are three of them."""
    monkeypatch.setattr(choosing, "SLICE", 3)


def background(chosen: Chosen, verb: str, values: Values, by: User, at: datetime) -> BulkRun:
    run = start_bulk(chosen, verb, by=by, at=at, values=values, in_background=True)
    write(run.pk, by=by, clock=lambda: at)
    run.refresh_from_db()
    return run


def take_all_back(run: BulkRun, by: User, at: datetime) -> BulkRun:
    undo_bulk(run.pk, by=by, at=at)
    take_back(run.pk, by=by, clock=lambda: at)
    run.refresh_from_db()
    return run


def outcomes(run: BulkRun) -> dict[int, str]:
    return {row.id: row.outcome for row in each(run)}


def test_a_few_are_changed_at_once_and_told_once(many, alice, at, told) -> None:
    run = start_bulk(ALL, "edit-lifecycle", by=alice, at=at, values=FORMER)
    assert (run.state, run.total, run.changed) == (State.DONE, 7, 7)
    assert set(Party.objects.values_list("lifecycle", flat=True)) == {"former"}
    assert [sorted(one["party_ids"]) for one in told("LifecyclesChanged")] == [sorted(many)]
    assert not Notification.objects.exists()
    causes = Change.objects.filter(table="customers_party", operation="u")
    assert set(causes.values_list("cause", "by_id")) == {("customers.change_lifecycle", alice.pk)}


def test_many_wait_for_the_worker_and_what_is_meant_is_fixed_at_the_start(
    many, alice, at, small_slices, monkeypatch
) -> None:
    monkeypatch.setattr("rapport.core.bulk.actions.AT_ONCE", 5)
    run = start_bulk(ALL, "edit-lifecycle", by=alice, at=at, values=FORMER)
    assert run.state == State.QUEUED
    assert EventRow.objects.filter(name="BulkQueued", data__run_id=run.pk).exists()
    late = create_person(by=alice, at=at, family="Late").pk
    write(run.pk, by=alice, clock=lambda: at)
    run.refresh_from_db()
    assert (run.state, run.done, run.changed) == (State.DONE, 7, 7)
    assert Party.objects.get(pk=late).lifecycle == Lifecycle.PROSPECT
    bell = Notification.objects.get(user=alice)
    assert (bell.kind, bell.params["changed"]) == ("bulk_done", "7")


def test_after_a_kill_it_goes_on_and_no_row_is_done_twice(many, alice, at, small_slices) -> None:
    run = start_bulk(ALL, "edit-lifecycle", by=alice, at=at, values=FORMER, in_background=True)
    write_bulk_slice(run.pk, by=alice, at=at)  # then the worker is killed, and its job runs again
    change_lifecycle(many[0], by=alice, at=at, lifecycle="customer")
    write(run.pk, by=alice, clock=lambda: at)
    write(run.pk, by=alice, clock=lambda: at)
    run.refresh_from_db()
    assert (run.state, run.done, run.changed) == (State.DONE, 7, 7)
    assert Party.objects.get(pk=many[0]).lifecycle == "customer"
    assert EventRow.objects.filter(name="LifecyclesChanged").count() == 3


def test_rows_that_cannot_be_changed_are_left_each_with_its_reason(
    many, lone, alice, bob, charlie, at
) -> None:
    share_party(lone.pk, by=charlie, at=at, user_id=alice.pk, can_change=False)
    start_bulk(Chosen(PEOPLE, ids=many[:1]), "edit-lifecycle", by=alice, at=at, values=FORMER)
    chosen = Chosen(PEOPLE, ids=[*many, lone.pk, 999_999])
    told = outlook(chosen, verb_of("edit-lifecycle"), alice, FORMER)
    assert (told.total, told.able, told.same) == (9, 7, 1)
    assert [count for count, _reason in told.left] == [1, 1]
    run = start_bulk(chosen, "edit-lifecycle", by=alice, at=at, values=FORMER)
    assert (run.total, run.changed, run.unchanged, run.skipped) == (9, 6, 1, 2)
    found = outcomes(run)
    assert found[lone.pk] == found[999_999] == "skipped"
    reasons = dict(run.left_rows.values_list("row_id", "reason"))
    assert reasons[lone.pk].startswith("Belongs to others")
    assert reasons[999_999] == "No longer there"
    assert Party.objects.get(pk=lone.pk).lifecycle == "prospect"


def test_it_is_taken_back_except_where_somebody_edited_since(
    many, alice, bob, at, small_slices
) -> None:
    run = background(ALL, "edit-lifecycle", FORMER, alice, at)
    change_lifecycle(many[4], by=bob, at=at, lifecycle="customer")
    take_all_back(run, alice, at)
    assert (run.state, run.undone, run.kept) == (State.UNDONE, 6, 1)
    assert outcomes(run)[many[4]] == "kept"
    stands = dict(Party.objects.values_list("pk", "lifecycle"))
    assert stands.pop(many[4]) == "customer"
    assert set(stands.values()) == {"prospect"}
    with pytest.raises(CannotUndoThis):
        undo_bulk(run.pk, by=alice, at=at)


def test_single_rows_are_taken_back_and_the_rest_later(many, alice, at, small_slices) -> None:
    run = background(ALL, "edit-lifecycle", FORMER, alice, at)
    assert undo_bulk_rows(run.pk, [many[1]], by=alice, at=at) == 1
    assert undo_bulk_rows(run.pk, [many[1]], by=alice, at=at) == 0
    assert dict(Party.objects.values_list("pk", "lifecycle"))[many[1]] == "prospect"
    assert Party.objects.filter(lifecycle="former").count() == 6
    take_all_back(run, alice, at)
    assert (run.undone, run.kept) == (7, 0)
    assert not Party.objects.filter(lifecycle="former").exists()


def test_a_tag_is_hung_taken_off_and_both_taken_back(many, haina, alice, at) -> None:
    run = start_bulk(ALL, "tag", by=alice, at=at, values={"name": "VIP"})
    assert PartyTag.objects.count() == 7
    assert undo_bulk(run.pk, by=alice, at=at).undone == 7
    assert not Tag.objects.exists()
    run = start_bulk(ALL, "tag", by=alice, at=at, values={"name": "VIP"})
    assert undo_bulk_rows(run.pk, [many[0]], by=alice, at=at) == 1
    tag = Tag.objects.get()
    off = start_bulk(ALL, "untag", by=alice, at=at, values={"tag": tag.pk, "name": "VIP"})
    assert (off.changed, off.unchanged) == (6, 1)
    assert not Tag.objects.exists()
    assert undo_bulk(off.pk, by=alice, at=at).undone == 6
    assert PartyTag.objects.count() == 6


def test_trash_takes_them_out_of_search_and_back_into_it(many, alice, at) -> None:
    run = start_bulk(ALL, "trash", by=alice, at=at, values={})
    assert not Party.objects.kept().exists()
    assert not SearchEntry.objects.filter(kind="person").exists()
    undo_bulk(run.pk, by=alice, at=at)
    assert Party.objects.kept().count() == 7
    assert SearchEntry.objects.filter(kind="person").count() == 7


def test_owners_change_in_search_too(many, alice, bob, charlie, at) -> None:
    run = start_bulk(ALL, "assign", by=bob, at=at, values={"owner": charlie.pk})
    assert set(SearchEntry.objects.values_list("owner_id", flat=True)) == {charlie.pk}
    undo_bulk(run.pk, by=bob, at=at)
    assert set(Party.objects.values_list("owner_id", flat=True)) == {alice.pk}
    assert set(SearchEntry.objects.values_list("owner_id", flat=True)) == {alice.pk}


@pytest.mark.parametrize(
    ("spec", "verb", "value", "path"),
    [
        (PEOPLE, "edit-gender", "female", "person__gender"),
        (PEOPLE, "edit-born-on", "1990-05-01", "person__born_on"),
        (ORGANIZATIONS, "edit-industry", "Steel", "organization__industry"),
        (ORGANIZATIONS, "edit-size", "large", "organization__size"),
    ],
)
def test_each_column_that_a_cell_edits_is_edited_on_many(
    spec, verb, value, path, wang, li, haina, alice, at
) -> None:
    chosen, before = Chosen(spec, all=True), list(spec.rows(alice).values_list(path, flat=True))
    run = start_bulk(chosen, verb, by=alice, at=at, values={"value": value})
    assert run.changed == len(before)
    assert {str(one) for one in spec.rows(alice).values_list(path, flat=True)} == {value}
    undo_bulk(run.pk, by=alice, at=at)
    assert list(spec.rows(alice).values_list(path, flat=True)) == before
    cleared = start_bulk(chosen, verb, by=alice, at=at, values={"value": ""})
    assert cleared.unchanged == len(before)


def test_every_column_with_a_cell_to_edit_has_its_verb() -> None:
    columns = {
        (name, column.name)
        for name, one in listed("lists").items()
        for column in one.spec.columns
        if column.edit
    }
    same = {("tasks", "due")}  # the day in other words, which `reschedule-task` changes
    verbs = same | {(name, v.column) for v in listed("bulk").values() for name in v.lists}
    assert columns - verbs == set()


def test_it_stops_after_its_slice(many, alice, at, small_slices) -> None:
    run = start_bulk(ALL, "edit-lifecycle", by=alice, at=at, values=FORMER, in_background=True)
    write_bulk_slice(run.pk, by=alice, at=at)
    cancel_bulk(run.pk, by=alice, at=at)
    write(run.pk, by=alice, clock=lambda: at)
    run.refresh_from_db()
    assert (run.state, run.changed) == (State.CANCELLED, 3)
    assert sorted(outcomes(run).values()) == ["changed"] * 3 + ["waiting"] * 4
    with pytest.raises(HasEnded):
        cancel_bulk(run.pk, by=alice, at=at)
    assert take_all_back(run, alice, at).undone == 3


def test_what_the_database_refuses_is_an_error_of_its_row(many, alice, at) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            f"ALTER TABLE customers_party ADD CONSTRAINT odd CHECK (id <> {many[2]} OR lifecycle <> 'former')"
        )
    run = start_bulk(ALL, "edit-lifecycle", by=alice, at=at, values=FORMER)
    assert (run.changed, run.errors) == (6, 1)
    assert outcomes(run)[many[2]] == "error"
    assert "odd" in run.left_rows.get().reason


def test_a_right_lost_meanwhile_ends_it_with_a_sentence(many, alice, at, small_slices) -> None:
    run = start_bulk(ALL, "edit-lifecycle", by=alice, at=at, values=FORMER, in_background=True)
    alice.grants.all().delete()
    alice.__dict__.pop("_scopes", None)
    write(run.pk, by=alice, clock=lambda: at)
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert run.failure


def test_nobody_may_without_the_right_and_runs_are_ones_own(many, alice, bob, at) -> None:
    run = start_bulk(ALL, "edit-lifecycle", by=alice, at=at, values=FORMER)
    for verb in (undo_bulk, cancel_bulk):
        with pytest.raises(Missing):
            verb(run.pk, by=bob, at=at)
    alice.grants.all().delete()
    alice.__dict__.pop("_scopes", None)
    with pytest.raises(NotAllowed):
        start_bulk(ALL, "trash", by=alice, at=at, values={})


def test_what_cannot_be_meant_is_refused(many, alice, charlie, at, monkeypatch) -> None:
    with pytest.raises(UnknownVerb):
        start_bulk(Chosen(HOUSEHOLDS, all=True), "edit-lifecycle", by=alice, at=at, values=FORMER)
    with pytest.raises(NothingChosen):
        start_bulk(ALL, "trash", by=charlie, at=at, values={})
    monkeypatch.setattr(choosing, "MOST", 5)
    with pytest.raises(TooManyChosen):
        start_bulk(ALL, "trash", by=alice, at=at, values={})
    assert not BulkRun.objects.exists()


def test_who_lacks_a_field_that_a_lifecycle_demands_stays(many, alice, admin, at) -> None:
    add_field("person", by=admin, at=at, label="Film", kind="text", required_at=["former"])
    Party.objects.filter(pk__in=many[1:]).update(custom={"film": "大闹天宫"})
    seller = User.objects.get(pk=alice.pk)
    run = start_bulk(ALL, "edit-lifecycle", by=seller, at=at, values=FORMER)
    assert (run.changed, run.skipped) == (6, 1)
    left = run.left_rows.get()
    assert (left.row_id, left.reason) == (many[0], "“Film” is required for Former")
    with pytest.raises(LacksField):
        change_lifecycles(many[:1], by=seller, at=at, lifecycle="former")
