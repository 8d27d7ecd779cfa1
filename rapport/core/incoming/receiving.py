"""The door of incoming hooks: open to whoever knows the address, without a session."""

from __future__ import annotations

import json

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rapport.core.access.queries import system
from rapport.core.errors import RapportError
from rapport.core.incoming.actions import NothingIn
from rapport.core.incoming.messages import receive_message
from rapport.core.incoming.paths import LONGEST
from rapport.core.incoming.queries import hook_by_key

NUMBERS = ("webhook-id", "idempotency-key")


class MessageTooLong(RapportError):
    """A message is at most 256 KB long."""

    status = 413


@csrf_exempt  # no session: what counts is the key in the address
@require_POST
def receive(request: HttpRequest, key: str) -> JsonResponse:
    """Keep a message and answer at once; what becomes of it stands in the log."""
    try:
        hook_by_key(key)  # a stranger learns nothing about messages
        body = _body(request)
        number = next((request.headers[one] for one in NUMBERS if one in request.headers), None)
        message, is_new = receive_message(
            key,
            by=system(),
            at=timezone.now(),
            body=body,
            key=number[:200].replace("\0", "") if number else None,
        )
    except RapportError as error:
        return JsonResponse({"detail": error.sentence()}, status=error.status)
    return JsonResponse({"id": message.pk}, status=202 if is_new else 200)


def _body(request: HttpRequest) -> object:
    try:
        raw = request.body
    except RequestDataTooBig:
        raise MessageTooLong from None
    if len(raw) > LONGEST:
        raise MessageTooLong
    try:
        text = raw.decode()
        if "\\u0000" in text or "\0" in text:
            raise NothingIn
        return json.loads(text)
    except (ValueError, RecursionError):
        raise NothingIn from None
