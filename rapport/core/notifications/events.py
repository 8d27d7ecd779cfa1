"""What the bell listens to."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class Notified(Event, subject="user_id"):
    """A colleague has something new to read."""

    user_id: int
