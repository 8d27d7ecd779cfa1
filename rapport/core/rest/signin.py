"""Who may use the endpoints: a token in the Authorization header, or the session of a signed-in browser."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpRequest
from ninja.security import HttpBearer, SessionAuth

from rapport.core.access.models import User


class AccessToken(HttpBearer):
    """An access token; the middleware has checked it already."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Any:
        """Return the token that the middleware found."""
        return getattr(request, "api_token", None)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Never reached: the middleware has read the header."""
        raise NotImplementedError


class BrowserSession(SessionAuth):
    """The session cookie of a signed-in browser, together with its CSRF token."""


SIGN_IN = [AccessToken(), BrowserSession()]


def caller(request: HttpRequest) -> User:
    """Return who is asking; every endpoint is behind the sign-in."""
    return cast("User", request.user)
