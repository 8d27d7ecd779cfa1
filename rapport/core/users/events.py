"""What the users topic tells."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class UserInvited(Event, subject="user_id"):
    """A colleague was invited."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class UserJoined(Event, subject="user_id"):
    """A colleague came for the first time."""

    user_id: int
