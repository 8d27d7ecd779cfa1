"""Remembering what somebody tried, and which checklists she put away. Nobody needs a right for it, and no log keeps it."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.onboarding.models import Onboarding

TRIED = "tried"


def remember_tried(request: HttpRequest, what: str) -> None:
    """Note once that she tried something; from then on the session knows, and nothing is asked."""
    known = request.session.get(TRIED, [])
    if what in known:
        return
    with transaction.atomic():
        row = _row(caller(request))
        if what not in row.tried:
            row.tried = [*row.tried, what]
            row.save(update_fields=["tried"])
    request.session[TRIED] = [*known, what]


@transaction.atomic
def put_away(user: User, name: str, *, away: bool = True) -> None:
    """Put a checklist away for good, or bring it back."""
    row = _row(user)
    others = [one for one in row.closed if one != name]
    row.closed = [*others, name] if away else others
    row.save(update_fields=["closed"])


def _row(user: User) -> Onboarding:
    row, _made = Onboarding.objects.select_for_update().get_or_create(user=user)
    return row
