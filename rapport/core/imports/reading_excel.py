"""Sheets of Excel workbooks, row by row: what a cell shows, as text. Formulas have the value they had when it was saved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

from rapport.core.imports.dialects import (
    BrokenWorkbook,
    Dialect,
    EmptyFile,
    NoSuchSheet,
    has_header,
)
from rapport.core.imports.workbooks import (
    LONGEST_TEXT,
    Attributes,
    Sheet,
    Strings,
    Workbook,
    parse,
    workbook,
)

PLACE = re.compile(r"([A-Z]{1,3})\d*")
MOST_COLUMNS = 16_384
LAST_DAY = 2_958_466  # the serial number of 10000-01-01
SECONDS = 86_400
LOOKED_AT = 20


def sniff(path: Path) -> Dialect:
    """Choose the first sheet that holds something. Errors: EmptyFile, NotATable, and those of workbooks."""
    with workbook(path) as book:
        for sheet in sorted(book.sheets, key=lambda one: one.is_hidden):
            first = list(islice(_rows(book, sheet), LOOKED_AT))
            if first:
                return _dialect(sheet.name, first)
    raise EmptyFile


def sniff_sheet(path: Path, name: str) -> Dialect:
    """Find out how one sheet is written. Errors: NoSuchSheet, EmptyFile."""
    with workbook(path) as book:
        first = list(islice(_rows(book, _sheet(book, name)), LOOKED_AT))
    if not first:
        raise EmptyFile
    return _dialect(name, first)


def _dialect(name: str, first: list[list[str]]) -> Dialect:
    """Return how a sheet is written; lines of one cell above a wide table are its title."""
    filled = [sum(map(bool, row)) for row in first]
    above = 0
    while above < len(first) - 1 and filled[above] == 1 and max(filled) > 2:
        above += 1
    return Dialect(
        "", "", has_header=has_header(first[above:]), format="excel", sheet=name, skipped=above
    )


def sheets(path: Path) -> list[str]:
    """Return the names of the sheets."""
    with workbook(path) as book:
        return [one.name for one in book.sheets]


def rows(path: Path, dialect: Dialect) -> Iterator[list[str]]:
    """Return the rows of the chosen sheet from its headings on; blank ones are left out."""
    with workbook(path) as book:
        yield from islice(_rows(book, _sheet(book, dialect.sheet)), dialect.skipped, None)


def about(path: Path, dialect: Dialect) -> int | None:
    """Return how many rows the sheet says that it has."""
    found: list[int] = []

    def begin(tag: str, values: Attributes) -> None:
        if tag.rpartition(":")[2] == "dimension":
            last = re.search(r"(\d+)$", values.get("ref", ""))
            found.append(int(last[1]) if last else 0)

    with workbook(path) as book:
        next(parse(book.archive, _sheet(book, dialect.sheet).part, begin, None, None), None)
    count = min(found[0], 1_048_576) if found else 0
    return max(count - dialect.skipped - int(dialect.has_header), 1) if count > 1 else None


def _sheet(book: Workbook, name: str) -> Sheet:
    found = next((one for one in book.sheets if one.name == name), None)
    if found is None:
        raise NoSuchSheet(name=name)
    return found


def _rows(book: Workbook, sheet: Sheet) -> Iterator[list[str]]:
    strings = Strings(book.archive, book.strings)
    reader = _Reader(book, strings)
    try:
        for _turn in parse(book.archive, sheet.part, reader.begin, reader.end, reader.letters):
            yield from reader.rows
            reader.rows.clear()
    finally:
        strings.close()


class _Reader:
    """Gathers the cells of a sheet into rows while it is parsed."""

    def __init__(self, book: Workbook, strings: Strings) -> None:
        self.dates, self.begins_1904, self.strings = book.dates, book.begins_1904, strings
        self.rows: list[list[str]] = []
        self.row: list[str] = []
        self.columns: dict[str, int] = {}
        self.prefix = ""
        self.column, self.kind, self.style = -1, "", 0
        self.is_open, self.spoken, self.length = False, 0, 0
        self.pieces: list[str] = []

    def begin(self, tag: str, values: Attributes) -> None:
        """Begin a row, a cell or its value."""
        if self.prefix:
            tag = tag.removeprefix(self.prefix)
        if tag == "c":
            place = values.get("r")
            self.column = self.column + 1 if place is None else self._place(place)
            self.kind = values.get("t", "n")
            self.style = int(values.get("s", 0))
            self.pieces, self.length = [], 0
        elif tag in {"v", "t"}:
            self.is_open = not self.spoken
        elif tag == "row":
            self.row, self.column = [], -1
        elif tag == "rPh":
            self.spoken += 1
        elif tag.endswith(":worksheet"):
            self.prefix = tag.removesuffix("worksheet")

    def end(self, tag: str) -> None:
        """End a value, a cell or a row."""
        if self.prefix:
            tag = tag.removeprefix(self.prefix)
        if tag in {"v", "t"}:
            self.is_open = False
        elif tag == "c":
            if self.pieces:
                self._keep(self._shown("".join(self.pieces)))
        elif tag == "rPh":
            self.spoken -= 1
        elif tag == "row" and any(self.row):
            self.rows.append(self.row)

    def letters(self, text: str) -> None:
        """Take a piece of a value."""
        if self.is_open:
            self.length += len(text)
            if self.length > LONGEST_TEXT:
                raise BrokenWorkbook
            self.pieces.append(text)

    def _place(self, place: str) -> int:
        """Return the column of B12: 1."""
        found = PLACE.fullmatch(place)
        if found is None:
            raise BrokenWorkbook
        name = found[1]
        if name not in self.columns:
            number = 0
            for letter in name:
                number = number * 26 + ord(letter) - 64
            if number > MOST_COLUMNS:
                raise BrokenWorkbook
            self.columns[name] = number - 1
        return self.columns[name]

    def _keep(self, text: str) -> None:
        missing = self.column - len(self.row)
        if missing >= MOST_COLUMNS:
            raise BrokenWorkbook
        if missing < 0:  # a place twice: the last one counts, as in Excel
            self.row[self.column] = text
            return
        self.row.extend([""] * missing)
        self.row.append(text)

    def _shown(self, value: str) -> str:
        if self.kind == "s":
            return self.strings[int(value)]
        if self.kind == "n":
            if self.style in self.dates:
                return moment_of(float(value), begins_1904=self.begins_1904) or figure_of(value)
            return figure_of(value)
        if self.kind == "b":
            return "true" if value == "1" else "false"
        return value  # text, a date as text, an error such as #N/A


def figure_of(value: str) -> str:
    """Return a number as Excel shows it, with at most 15 digits and never as 1.38E+10."""
    if value.isdecimal():
        return value
    return format(Decimal(f"{float(value):.15g}"), "f")


def moment_of(serial: float, *, begins_1904: bool = False) -> str:
    """Return the day of a serial number, with the time where it has one; nothing for what is no day.

    Excel counts a 29 February 1900 that never was (serial 60); it is handed on as that, and refused as no date.
    """
    seconds = round(serial * SECONDS)
    days, rest = divmod(seconds, SECONDS)
    if not 0 <= days < LAST_DAY:
        return ""
    time = f"{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
    if days == 0 and not begins_1904:
        return time
    if begins_1904:
        first = date(1904, 1, 1)
    elif days == 60:
        return "1900-02-29"
    else:
        first = date(1899, 12, 31) if days < 60 else date(1899, 12, 30)
    try:
        day = datetime.combine(first, datetime.min.time()) + timedelta(days=days)
    except OverflowError:
        return ""
    return f"{day:%Y-%m-%d} {time}" if rest else f"{day:%Y-%m-%d}"
