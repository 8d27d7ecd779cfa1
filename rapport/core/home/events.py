"""What happens to home pages."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class RoleHomeArranged(Event, subject="role_id"):
    """What those who hold a role find on their home page was arranged, or is as shipped again."""

    role_id: int
