"""May she? And why, or why not?"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import override

from rapport.core.access.models import Role, User, holds, reach, scopes
from rapport.core.assembly import listed

__all__ = ["may", "reach", "role_name", "scopes", "system"]


def may(user: User, right: str, row: models.Model | None = None) -> bool:
    """Tell whether the user holds a right, over this row if one is given."""
    if row is None or not holds(user, right) or reach(user, right).everything:
        return holds(user, right)
    manager: Any = type(row)._default_manager
    return bool(manager.all().within(user, right).filter(pk=row.pk).exists())


def system() -> User:
    """Return the user in whose name schedules and reactions write."""
    return User.objects.get(is_system=True)


def role_name(role: Role) -> str:
    """Return a shipped role's name in the reader's language, unless the company gave it its own."""
    preset = listed("roles").get(role.key)
    if preset is None:
        return role.name
    with override("en"):
        shipped = str(preset.label)
    return str(preset.label) if role.name == shipped else role.name
