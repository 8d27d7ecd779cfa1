"""People who live and decide together."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from rapport.core.action import last_group
from rapport.core.errors import Missing
from rapport.core.undo.actions import undo
from rapport.customers.households.actions import (
    InAHouseholdAlready,
    NotAMember,
    UnknownRole,
    add_member,
    edit_household,
    form_household,
    remove_member,
)
from rapport.customers.households.models import Household, Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(wang, alice, at) -> Household:
    with override("zh-hans"):
        return form_household(wang.pk, by=alice, at=at)


def test_it_is_called_after_its_head(home, wang, told) -> None:
    assert home.name == "王伟一家"
    assert Member.objects.get().role == "head"
    assert told("HouseholdFormed")[0]["head_id"] == wang.pk


def test_a_member_joins_one_household_only(home, li, alice, at, told) -> None:
    add_member(home.pk, by=alice, at=at, person_id=li.pk, role="partner")
    assert told("MemberAdded")[0]["role"] == "partner"
    with pytest.raises(InAHouseholdAlready):
        form_household(li.pk, by=alice, at=at)


@pytest.mark.parametrize("role", ["head", "dog"])
def test_no_other_role(home, li, alice, at, role) -> None:
    with pytest.raises(UnknownRole):
        add_member(home.pk, by=alice, at=at, person_id=li.pk, role=role)


def test_another_head(home, wang, li, alice, at) -> None:
    with pytest.raises(NotAMember):
        edit_household(home.pk, by=alice, at=at, head_id=li.pk)
    add_member(home.pk, by=alice, at=at, person_id=li.pk, role="partner")
    edit_household(home.pk, by=alice, at=at, head_id=li.pk, name="Family Wang")
    assert dict(Member.objects.values_list("person_id", "role")) == {
        wang.pk: "other",
        li.pk: "head",
    }


def test_when_the_head_leaves_another_heads_it_and_the_last_ends_it(
    home, wang, li, alice, at, told
) -> None:
    add_member(home.pk, by=alice, at=at, person_id=li.pk, role="partner")
    remove_member(home.pk, by=alice, at=at, person_id=wang.pk)
    assert Household.objects.get().head_id == li.pk
    remove_member(home.pk, by=alice, at=at, person_id=li.pk)
    assert not Household.objects.exists()
    assert len(told("MemberRemoved")) == 2
    undo(last_group(), by=alice, at=at)
    assert Member.objects.get().person_id == li.pk


def test_whom_she_cannot_see_she_cannot_add(home, lone, alice, at) -> None:
    with pytest.raises(Missing):
        add_member(home.pk, by=alice, at=at, person_id=lone.pk, role="child")


def test_not_by_another_team(home, wang, charlie, at) -> None:
    with pytest.raises(Missing):
        remove_member(home.pk, by=charlie, at=at, person_id=wang.pk)
