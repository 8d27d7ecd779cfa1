"""Making and ending access tokens."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.access.queries import scopes
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.tokens.events import TokenCreated, TokenRevoked
from rapport.core.tokens.models import ApiToken, TokenUse
from rapport.core.tokens.queries import digest_of, tokens_of

SIGN = "rpt_"
USE_NOTED_EVERY = timedelta(minutes=5)


class TokenNeedsName(Invalid):
    """Give the token a name that says which program uses it, in at most 100 letters."""


class TokenBeyondRights(Invalid):
    """A token cannot have a right that you do not hold: %(right)s."""


class TokenWouldBeExpired(Invalid):
    """The token would already be expired. Choose a later day."""


class TokenEndedAlready(Conflict):
    """This access token was revoked already."""


@action
def create_token(
    *,
    by: User,
    at: datetime,
    name: str,
    scopes_wanted: Collection[str] | None = None,
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """Make a token for oneself; return it and its secret, which is shown once and never again.

    `scopes_wanted` names the rights it may use (all of hers, now and later, when None).
    """
    require(by, "core.use_api")
    name = name.strip()
    if not name or len(name) > 100 or "\0" in name:
        raise TokenNeedsName(fields={"name": TokenNeedsName().sentence()})
    beyond = sorted(set(scopes_wanted or ()) - set(scopes(by)))
    if beyond:
        raise TokenBeyondRights(right=beyond[0])
    if expires_at is not None and expires_at <= at:
        raise TokenWouldBeExpired(fields={"expires_at": TokenWouldBeExpired().sentence()})
    secret = SIGN + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user=by,
        name=name,
        prefix=secret[:12],
        digest=digest_of(secret),
        scopes=None if scopes_wanted is None else sorted(scopes_wanted),
        expires_at=expires_at,
    )
    publish(TokenCreated(token_id=token.pk, user_id=by.pk, label=name), by=by, at=at)
    return token, secret


@action
def revoke_token(token_id: int, *, by: User, at: datetime) -> ApiToken:
    """End a token of one's own; who manages users may end anybody's."""
    require(by, "core.use_api")
    token = tokens_of(by).select_for_update(of=("self",)).filter(pk=token_id).first()
    if token is None:
        raise Missing
    if token.revoked_at is not None:
        raise TokenEndedAlready
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    publish(TokenRevoked(token_id=token.pk, user_id=token.user_id, label=token.name), by=by, at=at)
    return token


def note_use(token: ApiToken, *, at: datetime) -> None:
    """Note that a token was used, at most every five minutes."""
    used: TokenUse | None = getattr(token, "last_use", None)
    if used is None or at - used.at >= USE_NOTED_EVERY:
        TokenUse.objects.update_or_create(token=token, defaults={"at": at})
