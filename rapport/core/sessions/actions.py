"""Ending sessions: one, all others, or all of a colleague who leaves."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet

from rapport.core.access.actions import require_self
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Missing


@action
def end_session(session_id: int, *, by: User, at: datetime) -> None:
    """End one of one's own sessions; somebody else's does not exist here."""
    require_self(by, "core.edit_own_account")
    rows = UserSession.objects.filter(user=by, pk=session_id)
    if not rows.exists():
        raise Missing
    _end(rows)


@action
def end_other_sessions(current_key: str, *, by: User, at: datetime) -> int:
    """End all of one's own sessions except this one; return how many."""
    require_self(by, "core.edit_own_account")
    return _end(UserSession.objects.filter(user=by).exclude(session_key=current_key))


def end_all(user: User) -> int:
    """End every session of a user, as a part of another action."""
    return _end(UserSession.objects.filter(user=user))


def _end(rows: QuerySet[UserSession]) -> int:
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)
