"""May she? And why, or why not?"""

from __future__ import annotations

from typing import Any

from django.db import models

from rapport.core.access.models import User, holds, reach, scopes

__all__ = ["may", "reach", "scopes", "system"]


def may(user: User, right: str, row: models.Model | None = None) -> bool:
    """Tell whether the user holds a right, over this row if one is given."""
    if row is None or not holds(user, right) or reach(user, right).everything:
        return holds(user, right)
    manager: Any = type(row)._default_manager
    return bool(manager.all().within(user, right).filter(pk=row.pk).exists())


def system() -> User:
    """Return the user in whose name schedules and reactions write."""
    return User.objects.get(is_system=True)
