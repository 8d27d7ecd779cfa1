"""Roles, teams and each colleague's place in them."""

from __future__ import annotations

import pytest

from rapport.core.access.actions import StaleVersion
from rapport.core.access.models import Role, Team, User
from rapport.core.access.queries import may
from rapport.core.action import last_group
from rapport.core.errors import Invalid, NotAllowed
from rapport.core.roles.actions import (
    RoleInUse,
    RoleShipped,
    add_role,
    edit_role,
    remove_role,
    reset_role,
)
from rapport.core.teams.actions import TeamInUse, add_team, edit_team, remove_team
from rapport.core.undo.actions import undo
from rapport.core.users.actions import LastAdministrator, Place, edit_user

pytestmark = pytest.mark.django_db


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_an_own_role_grants_what_was_chosen(admin: User, alice: User, at) -> None:
    role = add_role("Auditor", by=admin, at=at, rights={"core.view_audit": "all"})
    place = Place(team_id=alice.team_id, role_ids=(role.pk,))
    edit_user(alice.pk, by=admin, at=at, version=alice.version, name="Alice", place=place)
    assert may(fresh(alice), "core.view_audit")
    assert not may(fresh(alice), "core.export_data")
    undo(last_group(), by=admin, at=at)
    assert may(fresh(alice), "core.export_data")


def test_a_changed_preset_can_be_reset(admin: User, alice: User, at) -> None:
    role = Role.objects.get(key="seller")
    edit_role(role.pk, by=admin, at=at, version=role.version, name=role.name, rights={})
    assert not may(fresh(alice), "core.export_data")
    reset_role(role.pk, by=admin, at=at)
    assert may(fresh(alice), "core.export_data")


def test_choosing_the_shipped_rights_again_follows_the_preset(admin: User, at) -> None:
    role = Role.objects.get(key="seller")
    same = {name: str(scope) for name, scope in role.scopes().items()}
    edit_role(role.pk, by=admin, at=at, version=role.version, name=role.name, rights=same)
    role.refresh_from_db()
    assert role.rights is None


@pytest.mark.parametrize(
    ("name", "rights", "field"),
    [
        (" ", {}, "name"),
        ("seller", {}, "name"),
        ("X", {"no.such_right": "all"}, "rights"),
        ("X", {"core.view_audit": "everywhere"}, "rights"),
    ],
)
def test_a_wrong_role_is_refused(admin: User, at, name: str, rights, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_role(name, by=admin, at=at, rights=rights)
    assert field in refused.value.fields


def test_what_is_held_or_shipped_stays(admin: User, alice: User, at) -> None:
    with pytest.raises(RoleShipped):
        remove_role(Role.objects.get(key="partner").pk, by=admin, at=at)
    role = add_role("Own", by=admin, at=at, rights={})
    place = Place(team_id=None, role_ids=(role.pk,))
    edit_user(alice.pk, by=admin, at=at, version=alice.version, name="Alice", place=place)
    with pytest.raises(RoleInUse):
        remove_role(role.pk, by=admin, at=at)


def test_somebody_can_always_manage_users(admin: User, at) -> None:
    role = Role.objects.get(key="administrator")
    with pytest.raises(LastAdministrator):
        edit_role(role.pk, by=admin, at=at, version=role.version, name=role.name, rights={})
    place = Place(team_id=None, role_ids=(Role.objects.get(key="seller").pk,))
    with pytest.raises(LastAdministrator):
        edit_user(admin.pk, by=admin, at=at, version=admin.version, name="Ada", place=place)
    assert may(fresh(admin), "core.manage_users")


def test_teams_form_a_tree_without_circles(admin: User, north: Team, at) -> None:
    below = add_team("North-west", by=admin, at=at, parent_id=north.pk)
    north.refresh_from_db()
    with pytest.raises(Invalid):
        edit_team(
            north.pk, by=admin, at=at, version=north.version, name="North", parent_id=below.pk
        )
    with pytest.raises(Invalid):
        add_team("NORTH", by=admin, at=at)
    with pytest.raises(TeamInUse):
        remove_team(north.pk, by=admin, at=at)
    remove_team(below.pk, by=admin, at=at)
    assert not Team.objects.filter(pk=below.pk).exists()


def test_two_people_saving_at_once(admin: User, alice: User, north: Team, at) -> None:
    place = Place(team_id=north.pk, role_ids=(Role.objects.get(key="seller").pk,))
    edit_user(alice.pk, by=admin, at=at, version=alice.version, name="A", place=place)
    with pytest.raises(StaleVersion):
        edit_user(alice.pk, by=admin, at=at, version=alice.version, name="B", place=place)


def test_only_who_manages_users(bob: User, alice: User, north: Team, at) -> None:
    place = Place(team_id=None, role_ids=())
    for attempt in (
        lambda: add_role("X", by=bob, at=at, rights={}),
        lambda: add_team("X", by=bob, at=at),
        lambda: remove_team(north.pk, by=bob, at=at),
        lambda: edit_user(alice.pk, by=bob, at=at, version=1, name="X", place=place),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_the_pages_write(admin: User, alice: User, signed_in) -> None:
    client = signed_in(admin)
    answer = client.post("/settings/roles/add", {"name": "Own", "core.view_audit": "all"})
    assert answer.status_code == 302
    assert Role.objects.get(name="Own").rights == {"core.view_audit": "all"}
    assert client.post("/settings/roles/add", {"name": ""}).status_code == 422
    assert client.post("/settings/teams/add", {"name": "West"}).status_code == 302
    assert client.post("/settings/teams/add", {"name": "west"}).status_code == 422
    seller = Role.objects.get(key="seller")
    typed = {"name": "Alice Wu", "team": "", "roles": [seller.pk], "version": alice.version}
    assert client.post(f"/settings/users/{alice.pk}", typed).status_code == 302
    assert fresh(alice).name == "Alice Wu"
    stale = {**typed, "name": "Alice Li"}
    assert client.post(f"/settings/users/{alice.pk}", stale).status_code == 409
