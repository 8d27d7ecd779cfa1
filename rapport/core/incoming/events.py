"""What happens to incoming hooks."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class IncomingHookChanged(Event, subject="hook_id"):
    """An incoming hook was made, mapped, stopped or removed."""

    hook_id: int
    label: str


@dataclass(frozen=True, kw_only=True)
class MessageReceived(Event, subject="message_id"):
    """Another program told us something, or it is to be taken in once more."""

    message_id: int


@dataclass(frozen=True, kw_only=True)
class MessageTakenIn(Event, subject="message_id"):
    """What another program told us became a record."""

    message_id: int
    kind: str
    outcome: str
    target_id: int | None
