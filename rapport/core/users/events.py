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


@dataclass(frozen=True, kw_only=True)
class UserEdited(Event, subject="user_id"):
    """A colleague has another name, team or other roles."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class UserLeft(Event, subject="user_id"):
    """A colleague left; how many records of each kind went to whom."""

    user_id: int
    handed_over: dict[str, dict[str, int]]


@dataclass(frozen=True, kw_only=True)
class UserReturned(Event, subject="user_id"):
    """A colleague who had left may sign in again."""

    user_id: int


@dataclass(frozen=True, kw_only=True)
class TeamChanged(Event, subject="team_id"):
    """A team was added, renamed, moved or removed."""

    team_id: int


@dataclass(frozen=True, kw_only=True)
class RoleChanged(Event, subject="role_id"):
    """A role was added, or grants other rights now."""

    role_id: int
