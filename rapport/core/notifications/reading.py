"""Marking one's own notifications as read. Nobody needs a right for it, and no log keeps it."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.notifications.models import Notification


def mark_read(reader: User, notification_id: int, *, at: datetime) -> Notification:
    """Mark one of the reader's own as read and return it."""
    row = Notification.objects.filter(pk=notification_id, user=reader).first()
    if row is None:
        raise Missing
    if row.read_at is None:
        row.read_at = at
        row.save(update_fields=["read_at"])
    return row


def mark_all_read(reader: User, *, at: datetime) -> int:
    """Mark all of the reader's own as read; return how many were new."""
    return Notification.objects.filter(user=reader, read_at=None).update(read_at=at)
