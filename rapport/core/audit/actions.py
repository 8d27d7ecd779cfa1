"""Writing down who came in and who was refused."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.audit.models import SignInEvent


@action
def record_sign_in(
    outcome: str,
    *,
    by: User,
    at: datetime,
    user: User | None = None,
    email: str = "",
    method: str = "",
    address: str | None = None,
    browser: str = "",
) -> SignInEvent:
    """Write down one sign-in, sign-out or refusal; `by` is the system, for nobody is signed in yet."""
    require(by, "core.view_audit")
    return SignInEvent.objects.create(
        at=at,
        outcome=outcome,
        method=method,
        user_id=user.pk if user else None,
        email=(email or (user.email if user else ""))[:254].replace("\0", ""),
        address=address,
        browser=browser[:300].replace("\0", ""),
    )
