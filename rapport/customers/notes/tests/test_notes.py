"""Notes, and the colleagues they name."""

from __future__ import annotations

import pytest

from rapport.core.action import last_group
from rapport.core.errors import Missing
from rapport.core.undo.actions import undo
from rapport.customers.notes.actions import (
    CannotSeeIt,
    EmptyNote,
    NoteIsDeleted,
    NoteTooLong,
    SomebodyElsesNote,
    delete_note,
    edit_note,
    write_note,
)
from rapport.customers.notes.mentions import mentioned
from rapport.customers.notes.models import Note

pytestmark = pytest.mark.django_db


def test_who_is_named_is_told_once(wang, alice, bob, at, told) -> None:
    note = write_note(wang.pk, by=alice, at=at, body="@Bob 他想换海景房。@bob @Alice")
    assert [event["user_id"] for event in told("NoteMentioned")] == [bob.pk]
    edit_note(note.pk, by=alice, at=at, body="@Bob again")
    assert len(told("NoteMentioned")) == 1
    assert len(told("NoteWritten")) == len(told("NoteEdited")) == 1


def test_who_cannot_see_the_record_is_not_named(wang, alice, charlie, at) -> None:
    with pytest.raises(CannotSeeIt) as refused:
        write_note(wang.pk, by=alice, at=at, body="@Charlie look")
    assert "Charlie" in refused.value.fields["body"]
    assert not Note.objects.exists()


def test_bad_input(wang, alice, charlie, at) -> None:
    with pytest.raises(EmptyNote):
        write_note(wang.pk, by=alice, at=at, body=" \n")
    with pytest.raises(NoteTooLong):
        write_note(wang.pk, by=alice, at=at, body="x" * 20_001)
    with pytest.raises(Missing):
        write_note(wang.pk, by=charlie, at=at, body="x")


def test_only_its_author_changes_it(wang, alice, bob, charlie, at) -> None:
    note = write_note(wang.pk, by=alice, at=at, body="x")
    with pytest.raises(SomebodyElsesNote):
        edit_note(note.pk, by=bob, at=at, body="y")
    with pytest.raises(SomebodyElsesNote):
        delete_note(note.pk, by=bob, at=at)
    with pytest.raises(Missing):
        delete_note(note.pk, by=charlie, at=at)


def test_deleted_and_undone(wang, alice, at, told) -> None:
    note = write_note(wang.pk, by=alice, at=at, body="x")
    delete_note(note.pk, by=alice, at=at)
    assert not Note.objects.kept().exists()
    assert told("NoteDeleted")
    with pytest.raises(NoteIsDeleted):
        edit_note(note.pk, by=alice, at=at, body="y")


def test_undo_of_deleting(wang, alice, at) -> None:
    note = write_note(wang.pk, by=alice, at=at, body="x")
    delete_note(note.pk, by=alice, at=at)
    undo(last_group(), by=alice, at=at)
    assert Note.objects.kept().get().body == "x"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("@Anna Schmidt hello", [2]),
        ("@Anna hello", [1]),
        ("@Annabel hello", []),
        ("@陈浩你看", [3]),
        ("\N{FULLWIDTH COMMERCIAL AT}陈浩 和 @anna", [3, 1]),
        ("mail to a@example.com", []),
    ],
)
def test_the_longest_name_is_meant(body, found) -> None:
    assert mentioned(body, {1: "Anna", 2: "Anna Schmidt", 3: "陈浩"}) == found
