"""Arranging home pages: one's own, and that of a role."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from rapport.core.access.actions import StaleVersion, require, require_self
from rapport.core.access.models import Role, User
from rapport.core.action import action
from rapport.core.errors import Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.home.events import RoleHomeArranged
from rapport.core.home.models import HomePage
from rapport.core.home.queries import home

MOST = 30
OF_HER_OWN = re.compile(
    r"[a-z]+-[1-9][0-9]{0,17}"
)  # a widget that not everybody has, such as a view


class UnknownWidget(Invalid):
    """One of these parts of a home page does not exist. Load the page anew."""


class TooManyWidgets(Invalid):
    """A home page holds 30 parts at most. Take some off."""


@action
def arrange_home(*, by: User, at: datetime, main: Sequence[str], beside: Sequence[str]) -> HomePage:
    """Put the parts of one's own home page where one wants them."""
    user = require_self(by, "core.arrange_home")
    _check(main, beside)
    row, _made = HomePage.objects.update_or_create(
        user=user, defaults={"main": list(main), "beside": list(beside)}
    )
    return row


@action
def reset_home(*, by: User, at: datetime) -> None:
    """Give up one's own home page for that of one's role."""
    user = require_self(by, "core.arrange_home")
    HomePage.objects.filter(user=user).delete()


@action
def arrange_role_home(
    role_id: int,
    *,
    by: User,
    at: datetime,
    main: Sequence[str],
    beside: Sequence[str],
    version: int | None = None,
) -> HomePage:
    """Say what those who hold a role find on their home page, unless they arrange their own. Errors: StaleVersion."""
    require(by, "core.arrange_role_home")
    role = _locked(role_id)
    row = HomePage.objects.filter(role=role).first()
    if version is not None and version != (row.version if row else 0):
        raise StaleVersion(row or role)
    _check(main, beside)
    row = row or HomePage(role=role)
    row.main, row.beside = list(main), list(beside)
    row.save()
    publish(RoleHomeArranged(role_id=role.pk), by=by, at=at)
    return row


@action
def reset_role_home(role_id: int, *, by: User, at: datetime) -> None:
    """Give a role the home page again with which it was shipped."""
    require(by, "core.arrange_role_home")
    role = _locked(role_id)
    HomePage.objects.filter(role=role).delete()
    publish(RoleHomeArranged(role_id=role.pk), by=by, at=at)


def _locked(role_id: int) -> Role:
    role = Role.objects.select_for_update().filter(pk=role_id).first()
    if role is None:
        raise Missing
    return role


def _check(main: Sequence[str], beside: Sequence[str]) -> None:
    names = [*main, *beside]
    known = {one.name for one in home().widgets}
    if len(set(names)) < len(names) or any(
        name not in known and not OF_HER_OWN.fullmatch(name) for name in names
    ):
        raise UnknownWidget
    if len(names) > MOST:
        raise TooManyWidgets
