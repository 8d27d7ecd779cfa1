"""What a user was told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.errors import Invalid
from rapport.core.lists.log import SIZE, log_page
from rapport.core.notifications.models import Notification, NotificationQuerySet
from rapport.core.notifications.wording import Category, Sees, Wording

MOST = 99
SHOWN = ("all", "unread", "archived")


@dataclass(frozen=True)
class Message:
    """A notification in the reader's language; `others` are earlier ones of the same, folded below it."""

    id: int
    kind: str
    icon: str
    text: str
    link: str
    at: datetime
    is_read: bool
    is_archived: bool
    is_hidden: bool
    others: list[Message] = field(default_factory=list)


def unread_count(user: User) -> int:
    """Return how many are unread, counting to 100 at most."""
    unread = Notification.objects.filter(user=user, read_at=None)
    return len(unread.values_list("pk", flat=True)[: MOST + 1])


def categories() -> list[Category]:
    """Return the categories of which there is a kind at all, in their order."""
    used = {wording.category for wording in listed("notifications").values()}
    return [one for one in Category if one in used]


def kinds_of(category: str) -> list[str]:
    """Return the kinds of a category."""
    return [kind for kind, one in listed("notifications").items() if one.category == category]


def chosen(user: User, *, show: str = "all", category: str = "") -> NotificationQuerySet:
    """Return the user's own, without the archived ones unless these are asked for. Errors: Invalid."""
    if show not in SHOWN or (category and category not in categories()):
        raise Invalid
    rows = Notification.objects.visible_to(user).filter(archived_at__isnull=show != "archived")
    if show == "unread":
        rows = rows.filter(read_at=None)
    return rows.filter(kind__in=kinds_of(category)) if category else rows


def messages(
    user: User, *, show: str = "all", category: str = "", after: str = "", size: int = SIZE
) -> tuple[list[Message], str]:
    """Return a page of the user's notifications, newest first, equal ones folded, and the place of the next page."""
    found, place = singly(user, show=show, category=category, after=after, size=size)
    return folded(found), place


def singly(
    user: User, *, show: str, category: str, after: str, size: int
) -> tuple[list[Message], str]:
    """Return a page of the user's notifications, each by itself, and the place of the next page."""
    rows = chosen(user, show=show, category=category)
    log = log_page(rows, "notifications", after=after, size=size)
    return worded(user, log.rows), log.next


def worded(user: User, rows: Sequence[Notification]) -> list[Message]:
    """Return them in words. What one was told of and may no longer see is not named any more."""
    known: list[tuple[Notification, Wording]] = []
    for row in rows:
        wording = listed("notifications").get(row.kind)
        if wording is not None:  # else a kind of a later version, after a step back
            known.append((row, wording))
    open_to_her = _seen(user, known)
    return [_message(row, wording, is_hidden=row.pk not in open_to_her) for row, wording in known]


def _seen(user: User, known: Sequence[tuple[Notification, Wording]]) -> set[int]:
    """Ask once for each way of seeing, however many there are."""
    asked: dict[Sees, list[Notification]] = {}
    seen = set()
    for row, wording in known:
        if wording.sees is None:
            seen.add(row.pk)
        else:
            asked.setdefault(wording.sees, []).append(row)
    for sees, rows in asked.items():
        seen |= sees(user, rows)
    return seen


def _message(row: Notification, wording: Wording, *, is_hidden: bool) -> Message:
    text = str(wording.text) % row.params
    return Message(
        id=row.pk,
        kind=row.kind,
        icon="eye-off" if is_hidden else wording.icon,
        text=_("You can no longer see what this was about.") if is_hidden else text,
        link="" if is_hidden else row.link,
        at=row.created_at,
        is_read=row.read_at is not None,
        is_archived=row.archived_at is not None,
        is_hidden=is_hidden,
    )


def folded(found: Iterable[Message]) -> list[Message]:
    """Put those of the same kind that lead to the same place below the newest of them."""
    first: dict[tuple[str, str, bool], Message] = {}
    for one in found:
        key = (one.kind, one.link or str(one.id), one.is_read)
        if key in first:
            first[key].others.append(one)
        else:
            first[key] = one
    return list(first.values())
