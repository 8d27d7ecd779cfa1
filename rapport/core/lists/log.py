"""A log page by page, newest first: what is kept of it for a while, sifted by one of its columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet

from rapport.core.lists import cursor

M = TypeVar("M", bound=Model)
SIZE = 30


@dataclass(frozen=True)
class Log(Generic[M]):
    """A page of a log with the place of the next page, empty at the end."""

    rows: list[M]
    next: str


def log_page(rows: QuerySet[M], name: str, *, after: str = "", size: int = SIZE) -> Log[M]:
    """Return the page after a place that this log gave. Errors: BadCursor."""
    if after:
        rows = rows.filter(pk__lt=cursor.read(after, name)[1])
    found = list(rows.order_by("-pk")[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Log(found, cursor.write(name, None, found[-1].pk) if more else "")


def turning(log: Log[Any], kept: dict[str, str], after: str) -> dict[str, str | None]:
    """Return the addresses of the next page and of the first one, with what the log is sifted by."""
    chosen = {name: value for name, value in kept.items() if value}
    return {
        "next": f"?{urlencode({**chosen, 'after': log.next})}" if log.next else None,
        "first": f"?{urlencode(chosen)}" if after else None,
    }


def sieve(
    name: str, choices: Iterable[tuple[str, Any]], kept: dict[str, str], everything: Any
) -> list[dict[str, Any]]:
    """Return the switch above a log: everything, or one value of a column; what else it is sifted by stays."""
    others = {key: value for key, value in kept.items() if value and key != name}
    return [
        {
            "label": label,
            "url": f"?{urlencode({**others, **({name: value} if value else {})})}",
            "current": kept.get(name, "") == value,
        }
        for value, label in [("", everything), *choices]
    ]
