"""Writing sign-ins down with what the request tells about the browser."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.audit.actions import record_sign_in


def record(
    request: HttpRequest,
    outcome: str,
    method: str = "",
    *,
    user: User | None = None,
    email: str = "",
) -> None:
    """Write one line of the log of sign-ins."""
    if user is None and email:
        user = User.objects.filter(email=email.lower()).first()
    record_sign_in(
        outcome,
        by=system(),
        at=timezone.now(),
        user=user,
        email=email,
        method=method,
        address=request.META.get("REMOTE_ADDR") or None,
        browser=request.headers.get("User-Agent", ""),
    )
