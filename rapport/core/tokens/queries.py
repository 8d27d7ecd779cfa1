"""Whose token is this, and is it good?"""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import models

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.errors import NotSignedIn
from rapport.core.tokens.models import ApiToken


class TokenUnknown(NotSignedIn):
    """This access token is not known here. Make one under Settings, Access tokens."""


class TokenExpired(NotSignedIn):
    """This access token has expired. Make a new one."""


class TokenIsRevoked(NotSignedIn):
    """This access token was revoked. Make a new one."""


class TokenUserLeft(NotSignedIn):
    """The user of this access token no longer works here."""


def digest_of(secret: str) -> str:
    """Return what is stored of a token; it is long and random, so a plain hash keeps it safe."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


def valid_token(secret: str, *, at: datetime) -> ApiToken:
    """Return the token with its user. Errors: TokenUnknown, TokenIsRevoked, TokenExpired, TokenUserLeft."""
    token = (
        ApiToken.objects.select_related("user", "user__team", "last_use")
        .filter(digest=digest_of(secret))
        .first()
    )
    if token is None:
        raise TokenUnknown
    if token.revoked_at is not None:
        raise TokenIsRevoked
    if token.expires_at is not None and token.expires_at <= at:
        raise TokenExpired
    if not token.user.is_active:
        raise TokenUserLeft
    return token


def tokens_of(user: User) -> models.QuerySet[ApiToken]:
    """Return the user's own tokens, the newest first; those of all colleagues for who manages users."""
    tokens = ApiToken.objects.select_related("user", "last_use").order_by("-id")
    return tokens if may(user, "core.manage_users") else tokens.filter(user=user)
