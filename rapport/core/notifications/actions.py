"""Telling colleagues something in person: a part of other rooms' verbs, which have asked for their right."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from rapport.core.access.models import User
from rapport.core.events.actions import publish
from rapport.core.notifications.events import Notified
from rapport.core.notifications.models import Notification


def notify(
    users: Collection[int],
    kind: str,
    params: Mapping[str, str],
    *,
    sender: User,
    at: datetime,
    link: str = "",
    party_id: int | None = None,
    once: str | None = None,
) -> int:
    """Tell some colleagues, each once for the same occasion; return how many were told now."""
    told = Notification.objects.filter(user_id__in=users, once=once) if once else ()
    waiting = sorted(set(users) - {row.user_id for row in told})
    Notification.objects.bulk_create(
        Notification(
            user_id=user, kind=kind, params=dict(params), link=link, party_id=party_id, once=once
        )
        for user in waiting
    )
    for user in waiting:
        publish(Notified(user_id=user), by=sender, at=at)
    return len(waiting)
