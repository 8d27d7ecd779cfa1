"""The place in a list: the sort value and key of a row, signed, so that it can be neither forged nor used elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core import signing

from rapport.core.errors import Invalid

SALT = "rapport.lists"


class BadCursor(Invalid):
    """This place in the list is no longer valid. Begin at the top."""


def write(sort: str, value: Any, key: int) -> str:
    """Return the cursor of a row under a sort."""
    return signing.dumps([sort, _plain(value), key], salt=SALT)


def read(cursor: str, sort: str) -> tuple[Any, int]:
    """Return sort value and key. Errors: BadCursor when it is forged or belongs to another sort."""
    try:
        its_sort, value, key = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError) as error:
        raise BadCursor from error
    if its_sort != sort:
        raise BadCursor
    return _value(value), key


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if isinstance(value, date):
        return {"on": value.isoformat()}
    if isinstance(value, Decimal):
        return {"n": str(value)}
    return value


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    ((kind, text),) = plain.items()
    readers: dict[str, Callable[[str], Any]] = {
        "at": datetime.fromisoformat,
        "on": date.fromisoformat,
        "n": Decimal,
    }
    return readers[kind](text)
