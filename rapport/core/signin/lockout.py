"""What happens when somebody guesses passwords: after five failures, fifteen minutes of pause."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from rapport.core.audit.models import Method, Outcome
from rapport.core.audit.record import record
from rapport.core.pages.rendering import page


def typed_email(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """Return the e-mail that failures are counted under, whatever its spelling."""
    given = (credentials or {}).get("email") or request.POST.get("login") or ""
    return str(given).strip().lower().replace("\0", "")[:254]


def locked_out(
    request: HttpRequest,
    original: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Say that it is closed for a while, and what helps meanwhile."""
    record(request, Outcome.LOCKED_OUT, Method.PASSWORD, email=typed_email(request, credentials))
    sentence = _(
        "Too many wrong passwords. Wait 15 minutes, or sign in by a link sent to your e-mail."
    )
    return page(request, "core/signin/closed.html", {"sentence": sentence}, status=429)
