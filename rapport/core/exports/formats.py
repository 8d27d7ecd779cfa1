"""The formats of an export, each written piece by piece, so that a million rows need no memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone

from rapport.core.access.models import User
from rapport.core.exports.models import ExportRun, Format
from rapport.core.exports.ports import cards_of
from rapport.core.exports.queries import NoCards, columns_to_export, rows_to_export, spec_of
from rapport.core.exports.workbook import Value, sheets
from rapport.core.exports.writing import CHUNK, csv_lines, labelled
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.spec import ListSpec

Piece = tuple[bytes, int]
"""A piece of a file, and how many rows it holds."""


@dataclass(frozen=True)
class Written:
    """How a format is told: its ending and its media type."""

    ending: str
    media: str


WRITTEN = {
    Format.CSV: Written("csv", "text/csv; charset=utf-8"),
    Format.EXCEL: Written(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    Format.JSON: Written("jsonl", "application/jsonl; charset=utf-8"),
    Format.CARDS: Written("vcf", "text/vcard; charset=utf-8"),
}


def written(run: ExportRun) -> Written:
    """Return how the file of an export is told."""
    return WRITTEN[Format(run.format)]


def pieces(run: ExportRun) -> Iterator[Piece]:
    """Yield the file of an export, with the rights of whoever asked for it."""
    spec = spec_of(run.list_name)
    if run.format == Format.EXCEL:
        return _workbook(spec, run.user, run.query)
    lines = {
        Format.CSV: lambda: csv_lines(spec, run.user, run.query, for_excel=run.for_excel),
        Format.JSON: lambda: _json_lines(spec, run.user, run.query),
        Format.CARDS: lambda: _cards(spec, run.user, run.query),
    }
    return _encoded(lines[Format(run.format)](), heads=int(run.format == Format.CSV))


def _encoded(lines: Iterator[str], *, heads: int) -> Iterator[Piece]:
    """Put lines together to pieces of a size that is worth sending."""
    batch: list[str] = []
    for line in lines:
        batch.append(line)
        if len(batch) == CHUNK:
            yield "".join(batch).encode(), len(batch) - heads
            batch, heads = [], 0
    if batch:
        yield "".join(batch).encode(), len(batch) - heads


def _values(spec: ListSpec, user: User, query: str, columns: list[Column]) -> Iterator[Any]:
    rows = rows_to_export(spec, user, query)
    found = rows.values_list(*[column.value(user) for column in columns])
    return iter(found.iterator(chunk_size=CHUNK))


def _json_lines(spec: ListSpec, user: User, query: str) -> Iterator[str]:
    """Yield an object for each row, under the names that columns have in an address; choices by their keys."""
    columns = columns_to_export(spec, user, query)
    told = [_told(column, user) for column in columns]
    names = [column.name for column in columns]
    for row in _values(spec, user, query, columns):
        values = (tell(value) for tell, value in zip(told, row, strict=True))
        yield json.dumps(dict(zip(names, values, strict=True)), ensure_ascii=False) + "\n"


def _told(column: Column, user: User) -> Callable[[Any], Any]:
    if column.kind is Kind.USER and not column.shown:
        names = dict(User.objects.values_list("pk", "name"))
        return names.get
    return _plain


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="seconds")
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else str(value)


def _workbook(spec: ListSpec, user: User, query: str) -> Iterator[Piece]:
    """Yield a workbook: figures and days are such, everything else is text and never a formula."""
    columns = columns_to_export(spec, user, query)
    told = [_shown(column, user) for column in columns]
    rows = (
        [tell(value) for tell, value in zip(told, row, strict=True)]
        for row in _values(spec, user, query, columns)
    )
    heads = [str(column.label) for column in columns]
    widths = [(column.width or 200) // 7 for column in columns]
    return sheets(spec.name, heads, widths, rows)


def _shown(column: Column, user: User) -> Callable[[Any], Value]:
    if column.shown:
        return _cell
    if column.kind is Kind.USER:
        return _told(column, user)
    if column.kind is Kind.CHOICE:
        labels = {key: str(label) for key, label in column.choices_for(user)}
        return lambda value: labelled(value, labels) if value else None
    return _cell


def _cell(value: Any) -> Value:
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None)
    if value is None or isinstance(value, (bool, int, float, Decimal, date, str)):
        return value
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _cards(spec: ListSpec, user: User, query: str) -> Iterator[str]:
    write = cards_of(spec.name)
    if write is None:
        raise NoCards
    return write(rows_to_export(spec, user, query), user)
