"""JSON lines, one object to a line, or one list of objects: nested ones get a column for each of their values."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any, TextIO

from django.utils.translation import gettext as _

from rapport.core.imports.dialects import (
    Dialect,
    Doubtful,
    EmptyFile,
    NotATable,
    TooLongLine,
    opened,
    read,
)
from rapport.core.imports.encodings import encoding_of

LOOKED_AT = 10_000  # records whose names become columns
MOST_COLUMNS = 1000
LONGEST = 16 * 1024 * 1024
DEEPEST = 8
BLOCK = 256 * 1024
# Figures stay as they are written: 1.10 is no 1.1, and a long number keeps its last digit.
DECODER = json.JSONDecoder(parse_float=str, parse_int=str, parse_constant=str)


def sniff(path: Path) -> Dialect:
    """Find out the encoding. Errors: EmptyFile, NotATable when none of the first records is an object."""
    with opened(path) as file:
        sample = read(file, BLOCK)
    found = Dialect(encoding_of(sample), "", format="json")
    first = list(islice(_records(path, found), 20))
    if not first:
        raise EmptyFile
    if not any(isinstance(record, dict) for record, _text in first):
        raise NotATable
    return found


def rows(path: Path, dialect: Dialect) -> Iterator[list[str]]:
    """Return the names as a heading, then a row for each object. What is no object, or has more names, is Doubtful."""
    records = _records(path, dialect)
    first = list(islice(records, LOOKED_AT))
    names: dict[str, int] = {}
    for record, _text in first:
        for name in _flat(record):
            if len(names) < MOST_COLUMNS:
                names.setdefault(name, len(names))
    yield list(names)
    for record, text in chain(first, records):
        yield _row(record, text, names)


def _row(record: Any, text: str, names: dict[str, int]) -> list[str]:
    cells = [""] * len(names)
    if not isinstance(record, dict):
        cells[:1] = [text]
        return Doubtful(cells, _("This line is not an object in JSON."))
    unknown = ""
    for name, value in _flat(record).items():
        if name in names:
            cells[names[name]] = value
        elif value:
            unknown = name
    if "\ufffd" in text:
        return Doubtful(cells, _("Some of its letters are in another encoding. Check them."))
    if unknown:
        reason = _("“%(name)s” does not occur in the first rows, so there is no column for it.")
        return Doubtful(cells, reason % {"name": unknown[:100]})
    return cells


def about(path: Path, dialect: Dialect) -> int | None:
    """Return how many lines there are."""
    count = 0
    with opened(path) as file:
        while block := file.read(1 << 20):
            count += block.count(b"\n")
    return count + 1 if count else None


def _flat(value: Any, name: str = "", depth: int = 0) -> dict[str, str]:
    """Return name → text: `address.city` of an object in an object, `phones.1` of a list of objects, a list of words as one."""
    if isinstance(value, dict):
        parts = {f"{name}.{key}" if name else key: one for key, one in value.items()}
    elif isinstance(value, list) and any(isinstance(one, (dict, list)) for one in value):
        parts = {f"{name}.{number}": one for number, one in enumerate(value, start=1)}
    else:
        return {name: _text(value)} if name else {}
    if depth >= DEEPEST:
        return {name: json.dumps(value, ensure_ascii=False)}
    found: dict[str, str] = {}
    for key, one in parts.items():
        found |= _flat(one, key, depth + 1)
    return found


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value).encode("utf-8", "replace").decode()


def _records(path: Path, dialect: Dialect) -> Iterator[tuple[Any, str]]:
    """Yield each record with its text; one that is no JSON is None. Errors: TooLongLine."""
    with (
        opened(path) as file,
        io.TextIOWrapper(file, dialect.encoding, errors="replace") as text,
    ):
        first = text.read(1)
        while first and (first.isspace() or first == "\ufeff"):
            first = text.read(1)
        yield from _listed(text) if first == "[" else _lines(text, first)


def _lines(text: TextIO, first: str) -> Iterator[tuple[Any, str]]:
    number = 0
    while line := text.readline(LONGEST):
        if len(line) == LONGEST:
            raise TooLongLine(row=number)
        line, first = (first + line).strip(), ""
        if line:
            number += 1
            yield _decoded(line), line


def _decoded(line: str) -> Any:
    try:
        return DECODER.decode(line)
    except (ValueError, RecursionError):
        return None


def _listed(text: TextIO) -> Iterator[tuple[Any, str]]:
    """Yield the objects of one list, holding no more of it than the object at hand."""
    buffer, number = "", 0
    while True:
        buffer = buffer.lstrip(" \t\r\n,")
        if buffer.startswith("]"):
            return
        try:
            record, end = DECODER.raw_decode(buffer)
        except RecursionError:
            raise TooLongLine(row=number) from None
        except ValueError as error:
            more = text.read(max(BLOCK, len(buffer)))
            if len(buffer) > LONGEST or not more:
                if not buffer and not more:
                    return
                raise TooLongLine(row=number) from error
            buffer += more
            continue
        number += 1
        yield record, buffer[:end]
        buffer = buffer[end:]
