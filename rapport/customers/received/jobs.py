"""Every ten minutes, what nobody signed in for is forgotten."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.events.reactions import every
from rapport.customers.received.actions import forget_held


@every("*/10 * * * *")
def forget(*, by: User, at: datetime) -> None:
    """Forget what was shared before a sign-in that never came."""
    forget_held(by=by, at=at)
