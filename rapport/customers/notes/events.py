"""What happens to notes."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class NoteWritten(Event, subject="note_id", party="party_id"):
    """A colleague wrote something down about a party."""

    note_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class NoteEdited(Event, subject="note_id", party="party_id"):
    """A colleague corrected her note."""

    note_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class NoteDeleted(Event, subject="note_id", party="party_id"):
    """A colleague deleted her note."""

    note_id: int
    party_id: int


@dataclass(frozen=True, kw_only=True)
class NoteMentioned(Event, subject="note_id", party="party_id"):
    """A note names a colleague, who wants to know."""

    note_id: int
    party_id: int
    user_id: int
