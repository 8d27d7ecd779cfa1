"""What happens to access tokens."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class TokenCreated(Event, subject="token_id"):
    """A user made an access token."""

    token_id: int
    user_id: int
    label: str


@dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event, subject="token_id"):
    """An access token was ended."""

    token_id: int
    user_id: int
    label: str
