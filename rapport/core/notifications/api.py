"""One's own notifications over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from rapport.core.access.caller import caller
from rapport.core.errors import Missing
from rapport.core.notifications import queries, reading
from rapport.core.notifications.models import Notification
from rapport.core.rest.parts import AskedPart
from rapport.core.rest.schemas import Id, Rows, Text50

router = Router(tags=["notifications"])


class NotificationOut(Schema):
    """What you were told, in your language. What you may no longer see is not named."""

    id: int
    kind: str
    text: str
    link: str
    at: datetime
    is_read: bool
    is_archived: bool


class AskedNotifications(AskedPart):
    """Which page of which notifications."""

    show: Literal["all", "unread", "archived"] = "all"
    category: Text50 = Field("", description="Such as `mentions`; empty for all")


class MarkedRead(Schema):
    """How many were new."""

    count: int


@router.get("/notifications", response=Rows[NotificationOut], summary="List your notifications")
def list_notifications(
    request: HttpRequest, asked: Query[AskedNotifications]
) -> Rows[NotificationOut]:
    """List what you were told, newest first."""
    found, place = queries.singly(
        caller(request),
        show=asked.show,
        category=asked.category,
        after=asked.after,
        size=asked.limit,
    )
    here = request.GET.copy()
    here["after"] = place
    address = request.build_absolute_uri(f"{request.path}?{here.urlencode()}") if place else None
    return Rows(items=[NotificationOut.from_orm(one) for one in found], next=address)


@router.post("/notifications/read", response=MarkedRead, summary="Mark all as read")
def read_notifications(request: HttpRequest) -> MarkedRead:
    """Mark all you were told as read."""
    user = caller(request)
    count = reading.mark_all_read(user, queries.chosen(user), at=timezone.now())
    return MarkedRead(count=count)


@router.post(
    "/notifications/{notification_id}/read",
    response=NotificationOut,
    summary="Mark a notification as read",
)
def read_notification(request: HttpRequest, notification_id: Id) -> NotificationOut:
    """Mark one as read, with the earlier ones of its kind that lead to the same place."""
    row = reading.mark_read(caller(request), notification_id, at=timezone.now())
    return _told(request, row)


@router.post(
    "/notifications/{notification_id}/unread",
    response=NotificationOut,
    summary="Mark a notification as unread",
)
def unread_notification(request: HttpRequest, notification_id: Id) -> NotificationOut:
    """Keep one for later: it counts as new again."""
    return _told(request, reading.mark_unread(caller(request), notification_id))


@router.post(
    "/notifications/{notification_id}/archive",
    response=NotificationOut,
    summary="Archive a notification",
)
def archive_notification(request: HttpRequest, notification_id: Id) -> NotificationOut:
    """Put one away, with the earlier ones of its kind that lead to the same place."""
    row = reading.archive(caller(request), notification_id, at=timezone.now())
    return _told(request, row)


@router.post(
    "/notifications/{notification_id}/unarchive",
    response=NotificationOut,
    summary="Take a notification out of the archive",
)
def unarchive_notification(request: HttpRequest, notification_id: Id) -> NotificationOut:
    """Take out again what was put away together with it."""
    return _told(request, reading.unarchive(caller(request), notification_id))


def _told(request: HttpRequest, row: Notification) -> NotificationOut:
    """Return it as it stands now. A kind that this version does not know has no words."""
    found = queries.worded(caller(request), list(Notification.objects.filter(pk=row.pk)))
    if found:
        return NotificationOut.from_orm(found[0])
    raise Missing
