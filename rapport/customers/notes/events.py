"""What happens to notes."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class NoteEvent(Event, subject="note_id", party="party_id"):
    """What happens to one note, and about whom it is."""

    note_id: int
    party_id: int


class NoteWritten(NoteEvent):
    """A colleague wrote something down about a party."""


class NoteEdited(NoteEvent):
    """A colleague corrected her note."""


class NoteDeleted(NoteEvent):
    """A colleague deleted her note."""


@dataclass(frozen=True, kw_only=True)
class NoteMentioned(NoteEvent):
    """A note names a colleague, who wants to know."""

    user_id: int
