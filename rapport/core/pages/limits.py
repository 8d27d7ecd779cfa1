"""How often a door may be knocked at; counted in the shared cache, so that all processes agree."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest

from rapport.core.errors import TooMany


def limit(request: HttpRequest, door: str, *, key: str = "") -> None:
    """Refuse the request when the door's limit (ACCOUNT_RATE_LIMITS) is reached; only writes count."""
    if request.method == "POST" and not ratelimit.consume(request, action=door, key=key or None):
        raise TooMany
