"""What the links topic tells."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class LinkAsked(Event, subject=""):
    """Somebody at the sign-in page asked for a link. Whether there is such a colleague is looked up afterwards,
    so that the page answers everybody alike, and equally fast."""

    email: str
    purpose: str
    onward: str


@dataclass(frozen=True, kw_only=True)
class LinkIssued(Event, subject="user_id"):
    """A link was made and waits to be mailed."""

    link_id: int
    user_id: int
