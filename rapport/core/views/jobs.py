"""Those who follow a view are told what entered it."""

from __future__ import annotations

from datetime import datetime, timedelta

from rapport.core.access.models import User
from rapport.core.events.reactions import every
from rapport.core.notifications.preferences import digest_within
from rapport.core.views.actions import tell_what_entered
from rapport.core.views.models import ViewUse
from rapport.core.views.queries import followers

QUARTER = timedelta(minutes=15)


@every("*/5 * * * *")
def tell_within_minutes(*, by: User, at: datetime) -> None:
    """Tell those who want to know within minutes. May run twice: what was told is known."""
    for use_id in followers(ViewUse.Follows.AT_ONCE):
        tell_what_entered(use_id, by=by, at=at)


@every("*/15 * * * *")
def tell_once_a_day(*, by: User, at: datetime) -> None:
    """Tell those who want to know once a day, just before the hour of their digest. May run twice: what was told is known."""
    uses = followers(ViewUse.Follows.DAILY)
    soon = digest_within(set(uses.values()), at, QUARTER)
    for use_id, user_id in uses.items():
        if user_id in soon:
            tell_what_entered(use_id, by=by, at=at)
