"""What happens to files."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class FileAttached(Event, subject="attachment_id"):
    """A file was attached to a record."""

    attachment_id: int
    kind: str
    row_id: int


@dataclass(frozen=True, kw_only=True)
class FileTrashed(Event, subject="attachment_id"):
    """An attached file was moved to the trash."""

    attachment_id: int
    kind: str
    row_id: int


@dataclass(frozen=True, kw_only=True)
class FileRestored(Event, subject="attachment_id"):
    """An attached file came back from the trash."""

    attachment_id: int
    kind: str
    row_id: int
