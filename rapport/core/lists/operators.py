"""The operators of a filter by kind of column, and how their values are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from rapport.core.access.models import User, team_of
from rapport.core.errors import Invalid
from rapport.core.lists.columns import Column, Kind
from rapport.core.sentences import YEARS

LABELS: dict[str, str | Promise] = {
    "is": pgettext_lazy("filter", "is"),
    "not": pgettext_lazy("filter", "is not"),
    "any": pgettext_lazy("filter", "is any of"),
    "has": pgettext_lazy("filter", "contains"),
    "before": pgettext_lazy("filter", "before"),
    "after": pgettext_lazy("filter", "after"),
    "min": pgettext_lazy("filter", "at least"),
    "max": pgettext_lazy("filter", "at most"),
    "empty": pgettext_lazy("filter", "is empty"),
    "filled": pgettext_lazy("filter", "is filled"),
}
OF_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.TEXT: ("is", "has", "any", "not", "empty", "filled"),
    Kind.CHOICE: ("is", "not", "any", "empty", "filled"),
    Kind.USER: ("is", "not", "any", "empty", "filled"),
    Kind.KEY: ("is", "any", "empty", "filled"),
    Kind.NUMBER: ("is", "min", "max", "empty", "filled"),
    Kind.MONEY: ("is", "min", "max", "empty", "filled"),
    Kind.DATE: ("is", "before", "after", "empty", "filled"),
    Kind.DATETIME: ("is", "before", "after", "empty", "filled"),
    Kind.BOOL: ("is",),
}
WITHOUT_VALUE = frozenset({"empty", "filled"})
SMALLEST = Decimal("1e-9")
RELATIVE = re.compile(r"(-?\d{1,4})d")


class UnknownFilter(Invalid):
    """This list has no filter “%(filter)s”. Remove it, or clear all."""


class UnknownColumn(Invalid):
    """This list cannot show or sort by “%(column)s”. Choose another column."""


class NotSearchable(Invalid):
    """This list cannot be searched by words. Use its filters."""


class BadFilterValue(Invalid):
    """“%(value)s” cannot be used in the filter “%(column)s”."""


def condition(column: Column, operator: str, raw: str, user: User) -> Q:
    """Compile one filter to a condition. `any` takes values separated by “|”; dates also read today, colleagues me and team.

    Errors: UnknownFilter, BadFilterValue.
    """
    if operator not in OF_KIND[column.kind]:
        raise UnknownFilter(filter=f"{column.name} {operator}")
    words = [raw] if operator != "any" else [word for word in raw.split("|") if word]
    if column.kind is Kind.USER and operator not in WITHOUT_VALUE:
        return _colleagues(column, operator, words, user)
    if column.where is not None:
        return column.where(operator, words, user)
    path = column.lookup
    if operator in WITHOUT_VALUE:
        empty = Q(**{f"{path}__isnull": True})
        if column.kind in {Kind.TEXT, Kind.CHOICE} and not _is_numbered(column):
            empty |= Q(**{path: ""})
        return empty if operator == "empty" else ~empty
    values = [read_value(column, word) for word in words]
    if column.kind is Kind.DATETIME:
        return _moment(path, operator, values[0])
    return _plain(path, operator, values)


def _plain(path: str, operator: str, values: list[Any]) -> Q:
    value = values[0] if values else None
    made: dict[str, Callable[[], Q]] = {
        "is": lambda: Q(**{path: value}),
        "not": lambda: ~Q(**{path: value}),
        "any": lambda: Q(**{f"{path}__in": values}),
        "has": lambda: Q(**{f"{path}__icontains": value}),
        "before": lambda: Q(**{f"{path}__lt": value}),
        "after": lambda: Q(**{f"{path}__gt": value}),
        "min": lambda: Q(**{f"{path}__gte": value}),
        "max": lambda: Q(**{f"{path}__lte": value}),
    }
    return made[operator]()


def _moment(path: str, operator: str, day: date) -> Q:
    """Compare a moment with a day of the user's calendar."""
    begin = timezone.make_aware(datetime.combine(day, time.min))
    end = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    if operator == "before":
        return Q(**{f"{path}__lt": begin})
    if operator == "after":
        return Q(**{f"{path}__gte": end})
    return Q(**{f"{path}__gte": begin, f"{path}__lt": end})


def _colleagues(column: Column, operator: str, words: list[str], user: User) -> Q:
    """Compile a filter on colleagues: me is the reader, team all of her team and of the teams below it."""
    keys: set[int] = set()
    for word in words:
        keys |= (
            team_of(user)
            if word == "team"
            else {user.pk if word == "me" else read_value(column, word)}
        )
    found = Q(**{f"{column.lookup}__in": sorted(keys)})
    return ~found if operator == "not" else found


def read_value(column: Column, word: str) -> Any:
    """Return what a word of a filter means. Errors: BadFilterValue."""
    try:
        return (_key if _is_numbered(column) else _READ[column.kind])(word)
    except (ValueError, InvalidOperation, OverflowError) as error:
        raise BadFilterValue(value=word[:100], column=column.label) from error


def _is_numbered(column: Column) -> bool:
    """Tell whether the keys of a choice are numbers, as those of a priority are."""
    keys = () if callable(column.choices) else [key for key, _label in column.choices[:1]]
    return column.kind is Kind.CHOICE and any(isinstance(key, int) for key in keys)


def _day(word: str) -> date:
    """Read 2026-09-17, today, or -60d (sixty days ago)."""
    today = timezone.localdate()
    if word == "today":
        return today
    relative = RELATIVE.fullmatch(word)
    if relative:
        return today + timedelta(days=int(relative[1]))
    day = date.fromisoformat(word)
    if day.year not in YEARS:
        raise ValueError(word)
    return day


def _key(word: str) -> int:
    number = int(word)
    if not -(2**63) <= number < 2**63:
        raise ValueError(word)
    return number


def _figure(word: str) -> Decimal:
    figure = Decimal(word)
    if not figure.is_finite() or abs(figure) >= 10**15 or 0 < abs(figure) < SMALLEST:
        raise ValueError(word)
    return figure


def _text(word: str) -> str:
    if "\x00" in word or len(word) > 1000:
        raise ValueError(word)
    return word


def _yes(word: str) -> bool:
    if word not in {"yes", "no"}:
        raise ValueError(word)
    return word == "yes"


_READ: dict[Kind, Callable[[str], Any]] = {
    Kind.TEXT: _text,
    Kind.CHOICE: _text,
    Kind.USER: _key,
    Kind.KEY: _key,
    Kind.NUMBER: _figure,
    Kind.MONEY: _figure,
    Kind.DATE: _day,
    Kind.DATETIME: _day,
    Kind.BOOL: _yes,
}
