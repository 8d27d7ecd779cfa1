"""A layout is that of one's role, else everybody's, else the shipped one; it never shows what one may not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from rapport.core.access.actions import StaleVersion
from rapport.core.access.models import Grant, Role, User
from rapport.core.action import last_group
from rapport.core.customfields.actions import add_field, edit_field, remove_field
from rapport.core.errors import Invalid, Missing, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.pagelayouts.actions import (
    FieldIsNeeded,
    LongTitle,
    PartIsWide,
    TooManySections,
    UnknownPart,
    arrange_page,
    reset_page,
)
from rapport.core.pagelayouts.models import PageLayout
from rapport.core.pagelayouts.queries import Reader, laid_out, of_role, parts_of
from rapport.core.pagelayouts.sheets import Arrangement, Section
from rapport.core.undo.actions import undo
from rapport.customers.people.layouts import PERSON, PERSON_FORM

pytestmark = pytest.mark.django_db
REACH, ORDERS, DETAILS = "contactpoints:panel", "orders:panel", "people:details"


def fresh(user: User) -> Reader:
    return Reader(User.objects.get(pk=user.pk))


def beside(user: User) -> list[str]:
    return list(parts_of(fresh(user), PERSON).beside)


def fields(user: User, sheet: object = PERSON) -> list[list[str]]:
    return [list(one.fields) for one in laid_out(fresh(user), sheet).sections]


def as_shipped(by: User, **changes: object) -> Arrangement:
    return replace(of_role(PERSON, None, by), **changes)


def test_that_of_her_role_stands_above_everybodys(
    alice: User, admin: User, seller: Role, at: datetime
) -> None:
    assert beside(alice)[0] == REACH
    wanted = as_shipped(admin, beside=[DETAILS, REACH])
    arrange_page("person", by=admin, at=at, role_id=None, wanted=wanted)
    assert beside(alice)[:2] == [DETAILS, REACH]
    arrange_page(
        "person", by=admin, at=at, role_id=seller.pk, wanted=replace(wanted, beside=[ORDERS])
    )
    assert beside(alice)[0] == ORDERS
    assert beside(admin)[:2] == [DETAILS, REACH]
    reset_page("person", by=admin, at=at, role_id=seller.pk)
    assert beside(alice)[:2] == [DETAILS, REACH]
    reset_page("person", by=admin, at=at, role_id=None)
    assert beside(alice)[0] == REACH
    assert not PageLayout.objects.exists()


def test_who_holds_two_roles_has_the_layout_of_the_first(
    alice: User, admin: User, at: datetime
) -> None:
    other = Role.objects.get(key="analyst")
    Grant.objects.create(user=alice, role=other)
    wanted = as_shipped(admin, beside=[DETAILS])
    arrange_page("person", by=admin, at=at, role_id=other.pk, wanted=wanted)
    assert beside(alice)[0] == REACH


def test_it_never_shows_what_she_may_not_see(
    alice: User, admin: User, seller: Role, at: datetime
) -> None:
    role = Role.objects.create(key="guest", name="Guest", rights={"customers.view_party": "own"})
    alice.grants.update(role=role)
    hidden = add_field("person", by=admin, at=at, label="Film", kind="text")
    edit_field(hidden.pk, by=admin, at=at, changes={"limits": {str(role.pk): "hidden"}})
    wanted = as_shipped(User.objects.get(pk=admin.pk), beside=[ORDERS, REACH])
    arrange_page("person", by=admin, at=at, role_id=role.pk, wanted=wanted)
    assert beside(alice)[0] == REACH
    assert ORDERS not in beside(alice)
    assert hidden.column not in fields(alice)[0]


def test_a_new_part_and_a_new_field_find_their_place(
    alice: User, admin: User, at: datetime
) -> None:
    film = add_field("person", by=admin, at=at, label="Film", kind="text")
    user = User.objects.get(pk=admin.pk)
    laid = as_shipped(user, sections=[Section([film.column], "Cinema"), Section(["family"])])
    kept = [name for name in as_shipped(user).sections[0].fields if name != "family"]
    wanted = replace(laid, hidden=[one for one in kept if one != film.column], out=[])
    row = arrange_page("person", by=user, at=at, role_id=None, wanted=wanted)
    PageLayout.objects.filter(pk=row.pk).update(beside=[DETAILS])
    club = add_field("person", by=admin, at=at, label="Club", kind="text")
    assert fields(alice) == [[film.column, club.column], ["family"]]
    assert beside(alice)[:2] == [DETAILS, REACH]
    remove_field(film.pk, by=admin, at=at)
    assert fields(alice) == [[], ["family", club.column]]


def test_a_form_asks_a_new_field_only_when_it_must_be_filled(
    alice: User, admin: User, at: datetime
) -> None:
    wanted = of_role(PERSON_FORM, None, admin)
    arrange_page("person-form", by=admin, at=at, role_id=None, wanted=wanted)
    may = add_field("person", by=admin, at=at, label="Film", kind="text")
    must = add_field("person", by=admin, at=at, label="Club", kind="text", required_at=["customer"])
    shown = {name for one in fields(alice, PERSON_FORM) for name in one}
    assert must.column in shown
    assert may.column not in shown
    user = User.objects.get(pk=admin.pk)
    off = replace(of_role(PERSON_FORM, None, user), sections=wanted.sections, hidden=[must.column])
    with pytest.raises(FieldIsNeeded, match="“Club” must be filled in"):
        arrange_page("person-form", by=user, at=at, role_id=None, wanted=off)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"beside": ["boats"]}, UnknownPart),
        ({"beside": [REACH, REACH]}, UnknownPart),
        ({"beside": ["timeline:open"], "main": []}, PartIsWide),
        ({"sections": [Section(["boats"])]}, UnknownPart),
        ({"hidden": ["family"]}, UnknownPart),
        ({"sections": [Section()] * 21}, TooManySections),
        ({"sections": [Section(["family"], "x" * 101)]}, LongTitle),
    ],
)
def test_what_cannot_be_arranged(
    admin: User, at: datetime, changes: dict[str, object], error: type[Invalid]
) -> None:
    with pytest.raises(error):
        arrange_page("person", by=admin, at=at, role_id=None, wanted=as_shipped(admin, **changes))
    assert not PageLayout.objects.exists()


def test_only_who_may(alice: User, admin: User, at: datetime) -> None:
    wanted = as_shipped(admin)
    with pytest.raises(NotAllowed):
        arrange_page("person", by=alice, at=at, role_id=None, wanted=wanted)
    with pytest.raises(NotAllowed):
        reset_page("person", by=alice, at=at, role_id=None)
    for name, role_id in (("boat", None), ("person", 0)):
        with pytest.raises(Missing):
            arrange_page(name, by=admin, at=at, role_id=role_id, wanted=wanted)


def test_two_administrators_do_not_overwrite_each_other(admin: User, at: datetime) -> None:
    wanted = as_shipped(admin)
    arrange_page("person", by=admin, at=at, role_id=None, wanted=wanted, version=0)
    with pytest.raises(StaleVersion):
        arrange_page("person", by=admin, at=at, role_id=None, wanted=wanted, version=0)


def test_it_is_told_and_can_be_undone(alice: User, admin: User, at: datetime) -> None:
    row = arrange_page(
        "person", by=admin, at=at, role_id=None, wanted=as_shipped(admin, beside=[DETAILS])
    )
    group = last_group()
    assert EventRow.objects.get(name="PageArranged").subject_id == row.pk
    assert group is not None
    undo(group, by=admin, at=at)
    assert beside(alice)[0] == REACH


def test_what_is_hidden_from_whoever_arranges_stays(alice: User, admin: User, at: datetime) -> None:
    film = add_field("person", by=admin, at=at, label="Film", kind="text")
    user = User.objects.get(pk=admin.pk)
    laid = as_shipped(user)
    rest = [name for name in laid.sections[0].fields if name != film.column]
    arrange_page(
        "person",
        by=user,
        at=at,
        role_id=None,
        wanted=replace(laid, sections=[Section(rest), Section([film.column], "Cinema")]),
    )
    edit_field(
        film.pk, by=admin, at=at, changes={"limits": {str(admin.grants.get().role_id): "hidden"}}
    )
    user = User.objects.get(pk=admin.pk)
    arrange_page(
        "person", by=user, at=at, role_id=None, wanted=replace(as_shipped(user), hidden=[])
    )
    assert fields(alice)[-1][-1] == film.column
