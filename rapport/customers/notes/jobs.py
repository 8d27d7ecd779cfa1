"""What follows from a note."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.events.reactions import on
from rapport.customers.notes.actions import tell_mentioned
from rapport.customers.notes.events import NoteMentioned


@on(NoteMentioned)
def ring_the_bell(event: NoteMentioned, *, by: User, at: datetime) -> None:
    """Tell the colleague who is named."""
    tell_mentioned(event.note_id, event.user_id, by=by, at=at)
