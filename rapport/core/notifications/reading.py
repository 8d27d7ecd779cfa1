"""Reading and putting away one's own notifications. Nobody needs a right for it, and no log keeps it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.events.actions import ring
from rapport.core.notifications.models import Notification, NotificationQuerySet
from rapport.core.records import keys

READ = "NotificationsRead"


def mark_read(reader: User, notification_id: int, *, at: datetime) -> Notification:
    """Mark one of the reader's own as read, with the earlier ones folded below it, and return it."""
    row = _own(reader, notification_id)
    _tell(reader, _same(row).filter(read_at=None), read_at=at)
    return row


def mark_unread(reader: User, notification_id: int) -> Notification:
    """Keep one of the reader's own for later: it counts as new again."""
    row = _own(reader, notification_id)
    own = Notification.objects.filter(pk=row.pk, read_at__isnull=False)
    _tell(reader, own, read_at=None, archived_at=None)
    return row


def mark_all_read(reader: User, rows: NotificationQuerySet, *, at: datetime) -> int:
    """Mark all of these as read; return how many were new."""
    return _tell(reader, rows.filter(user=reader, read_at=None), read_at=at)


def archive(reader: User, notification_id: int, *, at: datetime) -> Notification:
    """Put one of the reader's own away, with the earlier ones folded below it; what is put away is read."""
    row = _own(reader, notification_id)
    gone = _same(row).filter(archived_at=None)
    _tell(reader, gone, archived_at=at, read_at=Coalesce("read_at", Value(at)))
    return row


def unarchive(reader: User, notification_id: int) -> Notification:
    """Take what was put away together out again."""
    row = _own(reader, notification_id)
    together = Notification.objects.filter(user=reader, archived_at=row.archived_at)
    _tell(reader, together.filter(archived_at__isnull=False), archived_at=None)
    return row


def archive_read(reader: User, rows: NotificationQuerySet, *, at: datetime) -> list[int]:
    """Put away all of these that are read; return which."""
    read = rows.filter(user=reader, read_at__isnull=False, archived_at=None)
    gone = list(read.values_list("pk", flat=True))
    _tell(reader, Notification.objects.filter(pk__any=keys(gone)), archived_at=at)
    return gone


def _own(reader: User, notification_id: int) -> Notification:
    row = Notification.objects.filter(pk=notification_id, user=reader).first()
    if row is None:
        raise Missing
    return row


def _same(row: Notification) -> NotificationQuerySet:
    """Return it with what `queries.folded` puts below it: the earlier ones of its kind that lead to the same place."""
    same = Notification.objects.filter(user=row.user_id, kind=row.kind, link=row.link)
    return same.filter(pk__lte=row.pk) if row.link else same.filter(pk=row.pk)


@transaction.atomic
def _tell(reader: User, rows: NotificationQuerySet, **values: object) -> int:
    """Write, and let the bells of her other windows ask again."""
    changed = rows.update(**values)
    if changed:
        ring(READ, reader.pk)
    return changed
