"""A company keeps the shipped roles, changes them, or makes its own."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import slugify
from django.utils.translation import gettext as _

from rapport.core.access.actions import StaleVersion, require
from rapport.core.access.models import Role, User
from rapport.core.access.rights import Scope
from rapport.core.action import action
from rapport.core.assembly import listed
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.sentences import NO_NAME
from rapport.core.users.actions import keep_an_administrator
from rapport.core.users.events import RoleChanged

Rights = dict[str, str]


class RoleInUse(Conflict):
    """Colleagues still hold this role. Give them another one first."""


class RoleShipped(Conflict):
    """This role is shipped with Rapport: it can be changed, but not removed."""


@action
def add_role(name: str, *, by: User, at: datetime, rights: Rights) -> Role:
    """Make a role of the company's own."""
    require(by, "core.manage_users")
    name = name.strip()
    _check(name, rights)
    role = Role.objects.create(key=_free_key(name), name=name, rights=rights)
    publish(RoleChanged(role_id=role.pk), by=by, at=at)
    return role


@action
def edit_role(
    role_id: int, *, by: User, at: datetime, version: int, name: str, rights: Rights
) -> Role:
    """Change what a role grants; one that equals the shipped preset follows the preset again."""
    require(by, "core.manage_users")
    role = _locked(role_id)
    if role.version != version:
        raise StaleVersion(role)
    name = name.strip()
    _check(name, rights, role)
    preset = listed("roles").get(role.key)
    as_shipped = preset is not None and dict(preset.rights) == rights
    role.name, role.rights = name, None if as_shipped else rights
    role.save(update_fields=["name", "rights"])
    keep_an_administrator()
    publish(RoleChanged(role_id=role.pk), by=by, at=at)
    return role


@action
def reset_role(role_id: int, *, by: User, at: datetime) -> Role:
    """Let a shipped role grant again what it granted when it was shipped."""
    require(by, "core.manage_users")
    role = _locked(role_id)
    if role.key not in listed("roles"):
        raise Missing
    role.rights = None
    role.save(update_fields=["rights"])
    keep_an_administrator()
    publish(RoleChanged(role_id=role.pk), by=by, at=at)
    return role


@action
def remove_role(role_id: int, *, by: User, at: datetime) -> None:
    """Remove a role of the company's own that nobody holds."""
    require(by, "core.manage_users")
    role = _locked(role_id)
    if role.key in listed("roles"):
        raise RoleShipped
    if role.grants.exists():
        raise RoleInUse
    role.delete()
    publish(RoleChanged(role_id=role_id), by=by, at=at)


def _locked(role_id: int) -> Role:
    role = Role.objects.select_for_update().filter(pk=role_id).first()
    if role is None:
        raise Missing
    return role


def _check(name: str, rights: Rights, role: Role | None = None) -> None:
    wrong = {}
    others = Role.objects.exclude(pk=role.pk) if role else Role.objects.all()
    if not name:
        wrong["name"] = str(NO_NAME)
    elif others.filter(name__iexact=name).exists():
        wrong["name"] = _("There is a role of this name already.")
    unknown = set(rights) - set(listed("rights"))
    if unknown or not set(rights.values()) <= {str(scope) for scope in Scope}:
        wrong["rights"] = _("One of these rights does not exist.")
    if wrong:
        raise Invalid(wrong)


def _free_key(name: str) -> str:
    start = slugify(name)[:40] or "role"
    key, number = start, 2
    while key in listed("roles") or Role.objects.filter(key=key).exists():
        key, number = f"{start}-{number}", number + 1
    return key
