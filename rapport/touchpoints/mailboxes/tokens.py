"""An access token for a mailbox that is signed in to by OAuth 2: asked for anew with its refresh token (RFC 6749, section 6)."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from rapport.core.webhooks.networks import check_address
from rapport.touchpoints.mailboxes.models import Mailbox
from rapport.touchpoints.mailboxes.ports import ServerGone, TokenRefused

SECONDS = 10
LONGEST = 100_000


def access_token(mailbox: Mailbox) -> str:
    """Return a token that is good for about an hour. Errors: TokenRefused, ServerGone."""
    address = check_address(mailbox.token_url, settings.WEBHOOK_NETWORKS)
    form = {
        "grant_type": "refresh_token",
        "client_id": mailbox.client_id,
        "client_secret": mailbox.client_secret,
        "refresh_token": mailbox.refresh_token,
    }
    body = urlencode({name: value for name, value in form.items() if value})
    try:
        status, text = _post(address, body)
        told = json.loads(text)
    except (OSError, HTTPException, ValueError) as error:
        raise ServerGone(answer=str(error)[:300] or type(error).__name__) from error
    token = told.get("access_token") if isinstance(told, dict) else None
    if status != 200 or not isinstance(token, str):
        words = told.get("error_description") or told.get("error") if isinstance(told, dict) else ""
        raise TokenRefused(answer=str(words or status)[:300])
    return token


def _post(address: str, body: str) -> tuple[int, bytes]:
    parts = urlsplit(address)
    make = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = make(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        connection.request("POST", path, body, kind)
        answer = connection.getresponse()
        return answer.status, answer.read(LONGEST)
    finally:
        connection.close()
