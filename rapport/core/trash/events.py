"""What happens in the trash."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class TrashPurged(Event, subject=""):
    """Records of one kind were deleted for good."""

    kind: str
    row_ids: list[int]
