"""When a source is due next."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rapport.core.sources.models import ImportSource, Rhythm


def next_due(source: ImportSource, after: datetime) -> datetime | None:
    """Return the next time after a moment, by the clock of its owner; nothing for one that is only asked."""
    if source.rhythm == Rhythm.HAND or source.paused_at is not None:
        return None
    if source.rhythm == Rhythm.HOURLY:
        return after.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    here = after.astimezone(ZoneInfo(source.owner.timezone))
    due = here.replace(hour=source.hour, minute=0, second=0, microsecond=0)
    if source.rhythm == Rhythm.WEEKLY:
        due += timedelta(days=(source.weekday - here.weekday()) % 7)
    if due <= here:
        due += timedelta(days=7 if source.rhythm == Rhythm.WEEKLY else 1)
    return due
