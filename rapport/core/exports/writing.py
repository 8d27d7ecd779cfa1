"""Writing a list as CSV: row by row from the database's cursor, so that a million rows need no memory."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from rapport.core.access.models import User
from rapport.core.exports.queries import columns_to_export, rows_to_export
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.spec import ListSpec

BOM = "\ufeff"  # Excel reads UTF-8 only with it
CHUNK = 2000
SIGNS = (
    "=",
    "+",
    "-",
    "@",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # full-width ones work in East Asia
FORMULA = (*SIGNS, "\t", "\r", "\n")
PLAIN_NUMBER = re.compile(r"[+-][\d ]+")


class Line:
    """What csv.writer writes to; it hands the line on instead of keeping it."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


def csv_lines(spec: ListSpec, user: User, query: str, *, for_excel: bool) -> Iterator[str]:
    """Return the head and one line per row; columns that the user may not see do not exist."""
    columns = columns_to_export(spec, user, query)
    cells = [_cell(column, user) for column in columns]
    writer = csv.writer(Line())
    head = writer.writerow([str(column.label) for column in columns])
    yield BOM + head if for_excel else head
    rows = rows_to_export(spec, user, query)
    values = rows.values_list(*[column.value(user) for column in columns])
    for row in values.iterator(chunk_size=CHUNK):
        yield writer.writerow([cell(value) for cell, value in zip(cells, row, strict=True)])


def safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; a telephone number stays as it is."""
    if text.startswith(FORMULA) and not PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def _cell(column: Column, user: User) -> Callable[[Any], str]:
    if column.shown:
        return _plain
    if column.kind is Kind.USER:
        names = dict(User.objects.values_list("pk", "name"))
        return lambda value: safe(names.get(value, "")) if value is not None else ""
    if column.kind is Kind.CHOICE:
        labels = {key: str(label) for key, label in column.choices_for(user)}
        return lambda value: safe(labelled(value, labels)) if value else ""
    return _plain


def labelled(value: Any, labels: dict[str, str]) -> str:
    """Return what a choice, or several, are called."""
    keys = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(key, str(key)) for key in keys)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, (date, Decimal, int, float)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return safe(", ".join(map(str, value)))
    return safe(str(value))
