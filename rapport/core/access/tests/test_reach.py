"""Whose records a right reaches."""

from __future__ import annotations

import pytest

from rapport.core.access.actions import require
from rapport.core.access.models import Team, User
from rapport.core.access.queries import may, reach
from rapport.core.action import Unguarded, action
from rapport.core.errors import NotAllowed

pytestmark = pytest.mark.django_db


def test_a_seller_reaches_her_team(alice: User, bob: User, charlie: User) -> None:
    assert reach(alice, "core.export_data").owner_ids == {alice.pk, bob.pk}


def test_a_manager_reaches_the_teams_below(bob: User, charlie: User) -> None:
    below = Team.objects.create(name="North-west", parent=bob.team)
    charlie.team = below
    charlie.save(update_fields=["team"])
    assert charlie.pk in reach(bob, "core.export_data").owner_ids


def test_teams_in_a_circle_do_not_hang(bob: User, north: Team) -> None:
    below = Team.objects.create(name="North-west", parent=north)
    Team.objects.filter(pk=north.pk).update(parent=below)
    assert reach(bob, "core.export_data").owner_ids == {bob.pk}


def test_who_has_left_reaches_nothing(bob: User, at) -> None:
    bob.left_at = at
    assert reach(bob, "core.export_data").is_empty


def test_a_right_that_no_role_grants_is_refused(alice: User) -> None:
    @action
    def verb() -> None:
        require(alice, "core.manage_users")

    assert not may(alice, "core.manage_users")
    with pytest.raises(NotAllowed):
        verb()


def test_an_action_that_asks_for_no_right_fails(alice: User) -> None:
    @action
    def careless() -> None:
        alice.save(update_fields=["name"])

    with pytest.raises(Unguarded):
        careless()
