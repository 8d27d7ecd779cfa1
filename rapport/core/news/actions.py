"""Having read what is new."""

from __future__ import annotations

from datetime import datetime

from rapport import __version__
from rapport.core.access.actions import require_self
from rapport.core.access.models import User
from rapport.core.action import action


@action
def read_news(*, by: User, at: datetime) -> User:
    """Remember that a colleague has read what is new in this version."""
    user = require_self(by, "core.edit_own_account")
    if user.news_read != __version__:
        user.news_read = __version__
        user.save(update_fields=["news_read"])
    return user
