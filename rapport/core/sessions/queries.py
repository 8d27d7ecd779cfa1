"""Where a user is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from rapport.core.access.models import User
from rapport.core.audit.browsers import browser


@dataclass(frozen=True)
class Place:
    """One session: its browser and system, from where, since when, and whether it is this one."""

    id: int
    browser: str
    address: str
    since: datetime
    is_current: bool


def places(user: User, at: datetime, current_key: str | None) -> list[Place]:
    """Return the sessions of a user that still work, this one first, then the newest."""
    rows = UserSession.objects.filter(user=user).order_by("-created_at")
    alive = set(
        Session.objects.filter(
            session_key__in=[row.session_key for row in rows], expire_date__gt=at
        ).values_list("session_key", flat=True)
    )
    found = [
        Place(
            row.pk, browser(row.user_agent), row.ip, row.created_at, row.session_key == current_key
        )
        for row in rows
        if row.session_key in alive
    ]
    return sorted(found, key=lambda place: not place.is_current)
