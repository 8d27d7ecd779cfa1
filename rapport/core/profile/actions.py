"""What everybody may change about her own account."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from rapport.core.access.actions import require_self
from rapport.core.access.models import User
from rapport.core.access.passwords import choose_password
from rapport.core.action import action
from rapport.core.errors import Invalid
from rapport.core.users.actions import check_person

THEMES = ("system", "light", "dark")
DENSITIES = ("compact", "standard", "relaxed")


@action
def edit_profile(
    *, by: User, at: datetime, name: str, language: str, timezone: str, theme: str, density: str
) -> User:
    """Change one's own name, language, time zone and look."""
    user = require_self(by, "core.edit_own_account")
    user.name, user.language, user.timezone = name.strip(), language, timezone
    user.theme, user.density = theme, density
    check_person(user)
    if theme not in THEMES or density not in DENSITIES:
        raise Invalid({"theme": _("Choose one of the listed looks.")})
    user.save(update_fields=["name", "language", "timezone", "theme", "density"])
    return user


@action
def set_theme(theme: str, *, by: User, at: datetime) -> User:
    """Keep how one's pages are lit: as the system, light or dark."""
    user = require_self(by, "core.edit_own_account")
    if theme not in THEMES:
        raise Invalid({"theme": _("Choose one of the listed looks.")})
    user.theme = theme
    user.save(update_fields=["theme"])
    return user


@action
def set_density(density: str, *, by: User, at: datetime) -> User:
    """Keep how high the rows of one's lists are: compact, standard or relaxed."""
    user = require_self(by, "core.edit_own_account")
    if density not in DENSITIES:
        raise Invalid({"density": _("Choose one of the listed looks.")})
    user.density = density
    user.save(update_fields=["density"])
    return user


@action
def change_password(present: str, *, by: User, at: datetime, password: str) -> User:
    """Choose another password; whoever has one must know it. All other sessions end by it."""
    user = require_self(by, "core.edit_own_account")
    if user.has_usable_password() and not user.check_password(present):
        raise Invalid({"present": _("This password is not right.")})
    choose_password(user, password)
    user.save(update_fields=["password"])
    return user
