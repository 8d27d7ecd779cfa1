"""What the users topic tells."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class UserEvent(Event, subject="user_id"):
    """What happens to one colleague."""

    user_id: int


class UserInvited(UserEvent):
    """A colleague was invited."""


class UserJoined(UserEvent):
    """A colleague came for the first time."""


class UserEdited(UserEvent):
    """A colleague has another name, team or other roles."""


@dataclass(frozen=True, kw_only=True)
class UserLeft(UserEvent):
    """A colleague left; how many records of each kind went to whom."""

    handed_over: dict[str, dict[str, int]]


class UserReturned(UserEvent):
    """A colleague who had left may sign in again."""


@dataclass(frozen=True, kw_only=True)
class TeamChanged(Event, subject="team_id"):
    """A team was added, renamed, moved or removed."""

    team_id: int


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Event, subject="role_id"):
    """A role was added, or grants other rights now."""

    role_id: int
