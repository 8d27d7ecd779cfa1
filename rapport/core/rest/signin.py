"""Who may use the endpoints: a token in the Authorization header, or the session of a signed-in browser."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja.security import SessionAuth
from ninja.security.http import HttpAuthBase


class AccessToken(HttpAuthBase):
    """An access token in the Authorization header; the middleware has read and checked it already."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Any:
        """Return the token that the middleware found."""
        return getattr(request, "api_token", None)


class BrowserSession(SessionAuth):
    """The session cookie of a signed-in browser, together with its CSRF token."""


SIGN_IN = [AccessToken(), BrowserSession()]
