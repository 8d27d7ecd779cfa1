"""Findings about customers."""

from __future__ import annotations

import pytest

from rapport.core.access.models import Role, User
from rapport.core.errors import NotAllowed
from rapport.customers.traits.actions import Finding, TraitWithoutReasons, set_traits
from rapport.customers.traits.models import Trait

pytestmark = pytest.mark.django_db
WHY = ["14 orders in three years"]


def value(party_id: int, amount: int) -> Finding:
    return Finding(party_id=party_id, name="lifetime_value", value=amount, reasons=WHY)


def test_a_newer_finding_replaces_the_older(wang, li, alice, admin, at, told) -> None:
    both = [value(wang.pk, 1), value(li.pk, 2)]
    assert set_traits(both, by=admin, at=at, model_version="1") == 2
    assert set_traits([value(wang.pk, 3)], by=admin, at=at, model_version="2") == 1
    assert dict(Trait.objects.values_list("party_id", "value")) == {wang.pk: 3, li.pk: 2}
    assert [event["count"] for event in told("TraitsSet")] == [2, 1]


def test_no_score_without_reasons(wang, admin, at) -> None:
    bare = Finding(party_id=wang.pk, name="churn", value=0.8)
    with pytest.raises(TraitWithoutReasons):
        set_traits([bare], by=admin, at=at, model_version="1")


def test_only_within_reach(wang, lone, alice, at) -> None:
    rights = {"customers.set_traits": "team", "customers.view_party": "team"}
    Role.objects.filter(key="seller").update(rights=rights)
    found = [value(wang.pk, 1), value(lone.pk, 1), value(99999999, 1)]
    analyst = User.objects.get(pk=alice.pk)
    assert set_traits(found, by=analyst, at=at, model_version="1") == 1


def test_not_without_the_right(wang, db, at) -> None:
    from conftest import make_user

    with pytest.raises(NotAllowed):
        set_traits([value(wang.pk, 1)], by=make_user("P", "partner"), at=at, model_version="1")
