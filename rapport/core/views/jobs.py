"""Those who follow a view are told what entered it."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.events.reactions import every
from rapport.core.views.actions import tell_what_entered
from rapport.core.views.models import ViewUse
from rapport.core.views.queries import followed


@every("*/5 * * * *")
def tell_within_minutes(*, by: User, at: datetime) -> None:
    """Tell those who want to know within minutes. May run twice: what was told is known."""
    for use_id in followed(ViewUse.Follows.AT_ONCE):
        tell_what_entered(use_id, by=by, at=at)


@every("0 6 * * *")
def tell_once_a_day(*, by: User, at: datetime) -> None:
    """Tell those who want to know once a day. May run twice: what was told is known."""
    for use_id in followed(ViewUse.Follows.DAILY):
        tell_what_entered(use_id, by=by, at=at)
