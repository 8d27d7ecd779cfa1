"""A home page is that of one's role until one arranges one's own."""

from __future__ import annotations

from datetime import datetime

import pytest

from rapport.core.access.actions import StaleVersion
from rapport.core.access.models import Grant, Role, User
from rapport.core.action import last_group
from rapport.core.errors import Missing, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.home.actions import (
    TooManyWidgets,
    UnknownWidget,
    arrange_home,
    arrange_role_home,
    reset_home,
    reset_role_home,
)
from rapport.core.home.arranging import moved
from rapport.core.home.queries import page_of
from rapport.core.home.widgets import Place
from rapport.core.undo.actions import undo
from rapport.core.views.actions import save_view

pytestmark = pytest.mark.django_db


def shown(user: User) -> tuple[list[str], list[str]]:
    place = page_of(User.objects.get(pk=user.pk)).place
    return list(place.main), list(place.beside)


def seller() -> Role:
    return Role.objects.get(key="seller")


def test_her_own_stands_above_that_of_her_role(alice: User, admin: User, at: datetime) -> None:
    assert shown(alice) == (["tasks", "waiting"], ["notes", "told", "recent"])
    arrange_role_home(seller().pk, by=admin, at=at, main=["waiting"], beside=["recent"])
    assert shown(alice) == (["waiting"], ["recent"])
    arrange_home(by=alice, at=at, main=["recent"], beside=[])
    assert shown(alice) == (["recent"], [])
    reset_home(by=alice, at=at)
    assert shown(alice) == (["waiting"], ["recent"])


def test_who_holds_two_roles_has_the_page_of_the_first(
    alice: User, admin: User, at: datetime
) -> None:
    other = Role.objects.get(key="analyst")
    Grant.objects.create(user=alice, role=other)
    arrange_role_home(other.pk, by=admin, at=at, main=["recent"], beside=[])
    assert shown(alice)[0] == ["tasks", "waiting"]


def test_what_she_has_no_right_to_is_left_out(alice: User, admin: User, at: datetime) -> None:
    role = Role.objects.create(key="guest", name="Guest", rights={"core.save_view": "own"})
    alice.grants.update(role=role)
    arrange_role_home(role.pk, by=admin, at=at, main=["figures", "tasks"], beside=["recent"])
    assert shown(alice) == ([], ["recent"])


def test_a_view_is_a_part_while_she_finds_it(alice: User, bob: User, at: datetime) -> None:
    view = save_view("people", by=alice, at=at, name="Mine")
    for one in (alice, bob):
        arrange_home(by=one, at=at, main=[f"view-{view.pk}"], beside=[])
    assert shown(alice)[0] == [f"view-{view.pk}"]
    assert shown(bob)[0] == []


def test_only_who_may_arranges_for_others(alice: User, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        arrange_role_home(seller().pk, by=alice, at=at, main=[], beside=[])
    with pytest.raises(NotAllowed):
        reset_role_home(seller().pk, by=alice, at=at)


def test_a_role_that_is_gone(admin: User, at: datetime) -> None:
    with pytest.raises(Missing):
        arrange_role_home(0, by=admin, at=at, main=[], beside=[])


@pytest.mark.parametrize("names", [["boats"], ["tasks", "tasks"], ["view-x"]])
def test_a_part_that_does_not_exist(alice: User, at: datetime, names: list[str]) -> None:
    with pytest.raises(UnknownWidget):
        arrange_home(by=alice, at=at, main=names, beside=[])
    assert shown(alice)[0] == ["tasks", "waiting"]


def test_too_many_parts(alice: User, at: datetime) -> None:
    with pytest.raises(TooManyWidgets):
        arrange_home(by=alice, at=at, main=[f"view-{n}" for n in range(1, 32)], beside=[])


def test_two_administrators_do_not_overwrite_each_other(admin: User, at: datetime) -> None:
    arrange_role_home(seller().pk, by=admin, at=at, main=["tasks"], beside=[], version=0)
    with pytest.raises(StaleVersion):
        arrange_role_home(seller().pk, by=admin, at=at, main=["recent"], beside=[], version=0)


def test_it_is_told_and_can_be_undone(alice: User, admin: User, at: datetime) -> None:
    arrange_role_home(seller().pk, by=admin, at=at, main=["recent"], beside=[])
    told = EventRow.objects.get(name="RoleHomeArranged")
    assert told.subject_id == seller().pk
    group = last_group()
    assert group is not None
    undo(group, by=admin, at=at)
    assert shown(alice)[0] == ["tasks", "waiting"]
    arrange_role_home(seller().pk, by=admin, at=at, main=["recent"], beside=[])
    reset_role_home(seller().pk, by=admin, at=at)
    assert shown(alice)[0] == ["tasks", "waiting"]


PLACE = Place(["a", "b"], ["c"])


@pytest.mark.parametrize(
    ("name", "way", "main", "beside"),
    [
        ("a", "down", ["b", "a"], ["c"]),
        ("a", "up", ["a", "b"], ["c"]),
        ("b", "up", ["b", "a"], ["c"]),
        ("b", "down", ["a", "b"], ["c"]),
        ("a", "beside", ["b"], ["c", "a"]),
        ("c", "main", ["a", "b", "c"], []),
        ("b", "out", ["a"], ["c"]),
        ("d", "main", ["a", "b", "d"], ["c"]),
    ],
)
def test_one_part_is_moved(name: str, way: str, main: list[str], beside: list[str]) -> None:
    assert moved(PLACE, name, way) == Place(main, beside)
