"""What a user was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.lists import cursor
from rapport.core.notifications.models import Notification

SIZE = 30
MOST = 99


@dataclass(frozen=True)
class Message:
    """A notification in the reader's language."""

    id: int
    icon: str
    text: str
    link: str
    at: datetime
    is_read: bool


def unread_count(user: User) -> int:
    """Return how many are unread, counting to 100 at most."""
    unread = Notification.objects.filter(user=user, read_at=None)
    return len(unread.values_list("pk", flat=True)[: MOST + 1])


def messages(user: User, *, after: str = "", size: int = SIZE) -> tuple[list[Message], str]:
    """Return a page of the user's notifications, newest first, and the place of the next page."""
    rows = Notification.objects.filter(user=user)
    if after:
        rows = rows.filter(pk__lt=cursor.read(after, "notifications")[1])
    found = list(rows.order_by("-id")[: size + 1])
    more = len(found) > size
    found = found[:size]
    return list(_worded(found)), cursor.write("notifications", None, found[-1].pk) if more else ""


def _worded(rows: Iterable[Notification]) -> Iterable[Message]:
    words = listed("notifications")
    for row in rows:
        wording = words.get(row.kind)
        if wording is None:
            continue  # a kind of a later version, after a step back
        text = str(wording.text) % row.params
        yield Message(row.pk, wording.icon, text, row.link, row.created_at, row.read_at is not None)
