"""Undo takes back what an action wrote, unless somebody edited it since."""

from __future__ import annotations

import pytest
from django.db import connection

from rapport.core.access.models import Team, User
from rapport.core.action import last_group
from rapport.core.errors import NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.undo import actions
from rapport.core.undo.actions import CannotBeUndone, NothingToUndo, undo

pytestmark = pytest.mark.django_db
RIGHT = "core.manage_users"


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    lists = {"undo": {RIGHT}, "projections": {}}
    monkeypatch.setattr(actions, "listed", lists.__getitem__)


def names() -> list[str]:
    return sorted(Team.objects.values_list("name", flat=True))


def test_an_edit_is_taken_back(admin: User, north: Team, written_by, at) -> None:
    written_by(admin, RIGHT, lambda: Team.objects.filter(pk=north.pk).update(name="A"))
    undo(last_group(), by=admin, at=at)
    assert names() == ["North"]
    assert EventRow.objects.get(name="Undone").data["restored"] == 1


def test_two_edits_of_one_action_go_back_to_the_first_value(
    admin: User, north: Team, written_by, at
) -> None:
    def twice() -> None:
        Team.objects.filter(pk=north.pk).update(name="A")
        Team.objects.filter(pk=north.pk).update(name="B")

    written_by(admin, RIGHT, twice)
    undo(last_group(), by=admin, at=at)
    assert names() == ["North"]


def test_what_was_added_goes_children_first(admin: User, written_by, at, db) -> None:
    def add() -> None:
        above = Team.objects.create(name="Above")
        Team.objects.create(name="Below", parent=above)

    written_by(admin, RIGHT, add)
    undo(last_group(), by=admin, at=at)
    assert names() == []


def test_what_was_deleted_comes_back_whole(admin: User, north: Team, written_by, at) -> None:
    written_by(admin, RIGHT, lambda: Team.objects.filter(pk=north.pk).delete())
    undo(last_group(), by=admin, at=at)
    assert Team.objects.get(pk=north.pk).name == "North"


def test_a_row_edited_since_is_left_and_counted(
    admin: User, north: Team, south: Team, written_by, at
) -> None:
    written_by(
        admin,
        RIGHT,
        lambda: [Team.objects.filter(pk=t.pk).update(name=t.name + "!") for t in (north, south)],
    )
    group = last_group()
    written_by(admin, RIGHT, lambda: Team.objects.filter(pk=south.pk).update(name="Mine"))
    result = undo(group, by=admin, at=at)
    assert names() == ["Mine", "North"]
    assert (result.count, result.refused_count) == (1, 1)


def test_what_others_refer_to_since_stays(admin: User, written_by, at, db) -> None:
    written_by(admin, RIGHT, lambda: Team.objects.create(name="Above"))
    group = last_group()
    Team.objects.create(name="Below", parent=Team.objects.get(name="Above"))
    result = undo(group, by=admin, at=at)
    assert names() == ["Above", "Below"]
    assert result.refused_count == 1


def test_undo_can_be_undone(admin: User, north: Team, written_by, at) -> None:
    written_by(admin, RIGHT, lambda: Team.objects.filter(pk=north.pk).update(name="A"))
    undo(last_group(), by=admin, at=at)
    undo(last_group(), by=admin, at=at)
    assert names() == ["A"]


def test_the_right_is_asked_again(admin: User, alice: User, north: Team, written_by, at) -> None:
    written_by(admin, RIGHT, lambda: Team.objects.filter(pk=north.pk).update(name="A"))
    with pytest.raises(NotAllowed):
        undo(last_group(), by=alice, at=at)


def test_a_verb_that_is_not_listed_cannot_be_undone(
    admin: User, north: Team, written_by, at
) -> None:
    written_by(
        admin, "core.manage_company", lambda: Team.objects.filter(pk=north.pk).update(name="A")
    )
    with pytest.raises(CannotBeUndone):
        undo(last_group(), by=admin, at=at)


def test_an_unknown_group_is_missing(admin: User, at) -> None:
    import uuid

    with pytest.raises(NothingToUndo):
        undo(uuid.uuid4(), by=admin, at=at)


def test_nothing_temporary_is_left(admin: User, north: Team, written_by, at) -> None:
    written_by(admin, RIGHT, lambda: Team.objects.filter(pk=north.pk).update(name="A"))
    undo(last_group(), by=admin, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_class WHERE relname LIKE 'undo\\_%'")
        assert cursor.fetchone()[0] == 0
