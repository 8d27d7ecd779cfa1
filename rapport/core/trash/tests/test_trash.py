"""Bringing back from the trash, and deleting for good."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rapport.core.access.models import Team, User
from rapport.core.access.queries import system
from rapport.core.action import last_group
from rapport.core.errors import Missing, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.files.models import Attachment
from rapport.core.jobs import trash as jobs
from rapport.core.trash import actions
from rapport.core.trash.actions import NothingChosen, StillUsed, purge_rows, restore_rows
from rapport.core.trash.kinds import Trashable
from rapport.core.trash.queries import SIZE, trashed as in_trash
from rapport.core.undo.actions import undo

pytestmark = pytest.mark.django_db


def names(user: User, **asked: str) -> list[str]:
    return [row.name for row in in_trash(user, **asked).rows]


def test_newest_first_with_who_and_how_long(trashed, alice: User, at) -> None:
    trashed("old.txt")
    trashed("new.txt", minutes=5)
    rows = in_trash(alice).rows
    assert [row.name for row in rows] == ["new.txt", "old.txt"]
    assert rows[0].by == "Alice"
    assert rows[1].days_left(at + timedelta(days=10)) == 20


def test_words_and_kinds(trashed, alice: User) -> None:
    trashed("offer.txt")
    trashed("报价单.txt")
    assert names(alice, words="报价") == ["报价单.txt"]
    assert len(names(alice, kind="file")) == 2
    with pytest.raises(Missing):
        names(alice, kind="secret")


def test_nothing_is_shown_twice_or_left_out(trashed, alice: User) -> None:
    for number in range(SIZE + 5):
        trashed(f"{number}.txt")
    first = in_trash(alice)
    second = in_trash(alice, after=first.next)
    seen = [row.row_id for row in first.rows + second.rows]
    assert len(seen) == len(set(seen)) == SIZE + 5
    assert second.next == ""


def test_another_team_sees_nothing(trashed, charlie: User) -> None:
    trashed()
    assert names(charlie) == []


def test_it_comes_back_and_that_can_be_undone(trashed, alice: User, at) -> None:
    row = trashed()
    assert restore_rows([f"file:{row.pk}"], by=alice, at=at) == 1
    assert Attachment.objects.kept().get() == row
    undo(last_group(), by=alice, at=at)
    assert not Attachment.objects.kept().exists()


@pytest.mark.parametrize("key", ["file:x", "file:", "secret:1", "file:999999", "9" * 40])
def test_what_is_not_there_is_missing(alice: User, at, key: str) -> None:
    with pytest.raises(Missing):
        restore_rows([key], by=alice, at=at)


def test_nothing_chosen(alice: User, admin: User, at) -> None:
    with pytest.raises(NothingChosen):
        restore_rows([], by=alice, at=at)
    with pytest.raises(NothingChosen):
        purge_rows([], by=admin, at=at)


def test_only_who_may_purge(trashed, alice: User, admin: User, at) -> None:
    key = [f"file:{trashed().pk}"]
    with pytest.raises(NotAllowed):
        purge_rows(key, by=alice, at=at)
    assert purge_rows(key, by=admin, at=at) == 1
    assert not Attachment.objects.exists()
    assert EventRow.objects.get(name="TrashPurged").data["kind"] == "file"


def test_what_is_not_in_the_trash_is_not_purged(trashed, alice, admin: User, at) -> None:
    key = [f"file:{trashed().pk}"]
    restore_rows(key, by=alice, at=at)
    with pytest.raises(Missing):
        purge_rows(key, by=admin, at=at)


def test_after_thirty_days_it_goes_by_itself(trashed, at) -> None:
    trashed("old.txt")
    trashed("new.txt", minutes=60)
    jobs.purge_trash(by=system(), at=at + timedelta(days=30, minutes=30))
    assert Attachment.objects.get().file.name == "new.txt"


def test_what_is_still_used_stays_with_a_sentence(
    north: Team, alice: User, admin: User, written_by, at
) -> None:
    spec = Trashable("Teams", Team, "name", "users", restore_rows, "core.manage_users")
    with pytest.raises(StillUsed, match="“North” cannot be deleted for good: 1 user still refer"):
        written_by(
            admin,
            "core.purge_trash",
            lambda: actions._delete("team", spec, [north.pk], by=admin, at=at),
        )
    assert Team.objects.filter(pk=north.pk).exists()
