"""Bulk verbs in the background."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from rapport.core.access.models import User
from rapport.core.bulk.driving import take_back, write
from rapport.core.bulk.events import BulkQueued, BulkUndoAsked
from rapport.core.events.reactions import on


@on(BulkQueued, queue="bulk")
def write_rows(event: BulkQueued, *, by: User, at: datetime) -> None:
    """Write the rows, with the rights and in the language of whoever asked."""
    with translation.override(by.language), timezone.override(ZoneInfo(by.timezone)):
        write(event.run_id, by=by, clock=timezone.now)


@on(BulkUndoAsked, queue="bulk")
def take_rows_back(event: BulkUndoAsked, *, by: User, at: datetime) -> None:
    """Take back what was written."""
    with translation.override(by.language), timezone.override(ZoneInfo(by.timezone)):
        take_back(event.run_id, by=by, clock=timezone.now)
