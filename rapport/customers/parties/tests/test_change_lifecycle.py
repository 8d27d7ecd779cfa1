"""Saying where somebody stands."""

from __future__ import annotations

import pytest

from rapport.core.errors import Missing
from rapport.customers.parties.actions import UnknownLifecycle, change_lifecycle
from rapport.customers.parties.models import Party

pytestmark = pytest.mark.django_db


def test_it_works_and_is_told(li, alice, at, told) -> None:
    change_lifecycle(li.pk, by=alice, at=at, lifecycle="customer")
    assert Party.objects.get(pk=li.pk).lifecycle == "customer"
    assert told("LifecycleChanged") == [
        {"party_id": li.pk, "before": "prospect", "after": "customer"}
    ]


def test_the_same_again_is_not_told(li, alice, at, told) -> None:
    change_lifecycle(li.pk, by=alice, at=at, lifecycle="prospect")
    assert told("LifecycleChanged") == []


def test_no_other_word(li, alice, at) -> None:
    with pytest.raises(UnknownLifecycle):
        change_lifecycle(li.pk, by=alice, at=at, lifecycle="blocked")


def test_not_by_another_team(li, charlie, at) -> None:
    with pytest.raises(Missing):
        change_lifecycle(li.pk, by=charlie, at=at, lifecycle="customer")
