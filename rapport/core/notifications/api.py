"""One's own notifications over the API."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router, Schema

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.notifications import queries, reading
from rapport.core.notifications.actions import (
    Wishes,
    edit_own_notifications,
    reset_own_notifications,
)
from rapport.core.notifications.models import Notification, NotificationSettings
from rapport.core.notifications.preferences import own_settings
from rapport.core.rest.conditional import if_match
from rapport.core.rest.parts import AskedPart
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Filled50, Id, Input, Rows, Text50

router = Router(tags=["notifications"])
Weekday = Annotated[int, Field(ge=0, le=6)]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
CLOCKS = ("quiet_from", "quiet_until", "digest_at")


class NotificationOut(Schema):
    """What you were told, in your language. What you may no longer see is not named."""

    id: int
    kind: str
    text: str
    link: str
    at: datetime
    is_read: bool
    is_archived: bool


class WishesIn(Input):
    """How you want to be told. `channels`: category → `off`, `page`, `mail` or `digest`; what is left out is as the company has it.

    Days count from Monday, 0; days and times are those of your own clock.
    """

    channels: Annotated[
        dict[Filled50, Literal["off", "page", "mail", "digest"]], Field(max_length=20)
    ] = {}
    quiet_from: Clock | None = None
    quiet_until: Clock | None = None
    quiet_days: Annotated[list[Weekday], Field(max_length=7)] = []
    digest_every: Literal["day", "week"] = "day"
    digest_on: Weekday = 0
    digest_at: Clock = "08:00"


class WishesOut(Schema):
    """How you are told, as chosen by you; version 0 while you have chosen nothing."""

    channels: dict[str, str]
    quiet_from: Clock | None
    quiet_until: Clock | None
    quiet_days: list[int]
    digest_every: str
    digest_on: int
    digest_at: Clock
    version: int


def _chosen(_user: User, row: NotificationSettings) -> WishesOut:
    values = {name: getattr(row, name) for name in WishesOut.model_fields}
    return WishesOut(**values | {name: f"{values[name]:%H:%M}" for name in CLOCKS if values[name]})


SETTINGS = Resource(router, "/notification-settings", WishesOut, own_settings, _chosen)


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


@SETTINGS.get("Read how you are told")
def get_notification_settings(request: HttpRequest) -> None:
    """Read how you are told; what you have not chosen is as the company has it."""


@SETTINGS.put("Choose how you are told")
def put_notification_settings(request: HttpRequest, payload: WishesIn) -> None:
    """Choose how you are told; mails that wait follow the choice."""
    sent = payload.model_dump()
    clocks = {name: time.fromisoformat(sent[name]) for name in CLOCKS if sent[name]}
    edit_own_notifications(
        Wishes(**sent | clocks),
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
    )


@router.delete(
    "/notification-settings", response={204: None}, summary="Be told as the company has it"
)
def delete_notification_settings(request: HttpRequest) -> None:
    """Be told again as the company has it."""
    reset_own_notifications(by=caller(request), at=timezone.now())


def _told(request: HttpRequest, row: Notification) -> NotificationOut:
    """Return it as it stands now. A kind that this version does not know has no words."""
    found = queries.worded(caller(request), list(Notification.objects.filter(pk=row.pk)))
    if found:
        return NotificationOut.from_orm(found[0])
    raise Missing
