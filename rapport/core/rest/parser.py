"""Reading bodies: JSON in UTF-8 that the database can store, or a sentence."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpRequest
from ninja.parser import Parser

from rapport.core.rest.problems import BadBody


class BodyParser(Parser):
    """Reads JSON strictly."""

    def parse_body(self, request: HttpRequest) -> Any:
        """Return the body. Errors: BadBody for anything that is not JSON or holds a NUL character."""
        try:
            body = msgspec.json.decode(request.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise BadBody from error
        if _holds_nul(body):
            raise BadBody
        return body


def _holds_nul(value: Any) -> bool:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            if "\0" in one:
                return True
        elif isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
    return False
