"""The paths of a JSON message, read as the columns of a file with one row: `customer.emails.0` is one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

LONGEST = 256 * 1024  # bytes of a message
MOST = 200
DEEPEST = 8
ITEMS = 5  # of a list, this many are offered


def paths_of(body: Any) -> list[str]:
    """Return the paths at which a message holds values, in its order."""
    return [path for path, _value in _walk(body, "", 0)][:MOST]


def joined(known: Sequence[str], body: Any) -> list[str]:
    """Return the known paths, each in its place, and behind them those that this message adds."""
    more = [path for path in paths_of(body) if path not in set(known)]
    return [*known, *more][:MOST]


def headings(columns: Sequence[str]) -> list[str]:
    """Return the paths as the headings of a file would say it: `contact.email` is “email”, unless others end so too."""
    names = [[step for step in path.split(".") if not step.isdecimal()] for path in columns]
    last = Counter(steps[-1] if steps else "" for steps in names)
    return [
        " ".join(steps[-2 if last[steps[-1]] > 1 else -1 :]) if steps else "" for steps in names
    ]


def cells(body: Any, columns: Sequence[str]) -> list[str]:
    """Return the values at these paths as the cells of a row; what is not there is empty."""
    return [_text(_at(body, path.split("."))) for path in columns]


def _walk(value: Any, path: str, depth: int) -> Iterator[tuple[str, Any]]:
    inner: list[tuple[str, Any]] = []
    if isinstance(value, dict):
        inner = [(str(name), one) for name, one in value.items() if "." not in str(name)]
    elif isinstance(value, list):
        inner = [(str(number), one) for number, one in enumerate(value[:ITEMS])]
    else:
        yield path, value
    if depth < DEEPEST:
        for name, one in inner:
            yield from _walk(one, f"{path}.{name}" if path else name, depth + 1)


def _at(value: Any, steps: list[str]) -> Any:
    for step in steps:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return str(value)
