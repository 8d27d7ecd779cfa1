"""Who is asking, by a page or by the API."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest

from rapport.core.access.models import User


def caller(request: HttpRequest) -> User:
    """Return who is asking; the address is behind the sign-in."""
    return cast("User", request.user)
