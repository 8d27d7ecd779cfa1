"""Reading a file that somebody made somewhere, whatever its format: a heading for each column, then the rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rapport.core.imports import reading_cards, reading_excel, reading_json, reading_text
from rapport.core.imports.dialects import BROKEN, Dialect, OldWorkbook, opened, read

__all__ = [
    "BROKEN",
    "Dialect",
    "about",
    "headers",
    "opened",
    "rows",
    "sheets",
    "sniff",
    "sniff_sheet",
]


@dataclass(frozen=True)
class Format:
    """A way to write a table: how it is looked at, read and counted."""

    sniff: Callable[[Path], Dialect]
    rows: Callable[[Path, Dialect], Iterator[list[str]]]
    about: Callable[[Path, Dialect], int | None]


FORMATS = {
    "text": Format(reading_text.sniff, reading_text.rows, reading_text.about),
    "excel": Format(reading_excel.sniff, reading_excel.rows, reading_excel.about),
    "json": Format(reading_json.sniff, reading_json.rows, reading_json.about),
    "cards": Format(reading_cards.sniff, reading_cards.rows, reading_cards.about),
}


def sniff(path: Path) -> Dialect:
    """Find out how a file is written. Errors: EmptyFile, NotATable, BrokenArchive, OldWorkbook and those of workbooks."""
    return FORMATS[_format(path)].sniff(path)


def _format(path: Path) -> str:
    """Return the format by the first bytes; an ending says little."""
    with opened(path) as file:
        head = read(file, 4096)
    if head[:4] == b"PK\x03\x04":
        return "excel"
    if head[:4] == b"\xd0\xcf\x11\xe0":
        raise OldWorkbook
    plain = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    if plain[:11].upper() == b"BEGIN:VCARD":
        return "cards"
    return "json" if plain[:1] == b"{" or plain[:1] + plain[1:].lstrip()[:1] == b"[{" else "text"


def sniff_sheet(path: Path, name: str) -> Dialect:
    """Find out how one sheet of a workbook is written. Errors: NoSuchSheet, EmptyFile."""
    return reading_excel.sniff_sheet(path, name)


def sheets(path: Path, dialect: Dialect) -> list[str]:
    """Return the names of a workbook's sheets; other files have none."""
    return reading_excel.sheets(path) if dialect.format == "excel" else []


def headers(path: Path, dialect: Dialect) -> list[str]:
    """Return a name for each column, all different: the headings, or A, B, C where there are none."""
    first = next(FORMATS[dialect.format].rows(path, dialect), [])
    if not dialect.has_header:
        return [_letter(index) for index in range(len(first))]
    seen: dict[str, int] = {}
    names = []
    for index, cell in enumerate(first):
        name = " ".join(cell.replace("\x00", "").split())[:100] or _letter(index)
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def rows(path: Path, dialect: Dialect) -> Iterator[list[str]]:
    """Return the rows below the heading; one that is read only in part is Doubtful. Errors: those in BROKEN."""
    found = FORMATS[dialect.format].rows(path, dialect)
    if dialect.has_header:
        next(found, None)
    return found


def about(path: Path, dialect: Dialect) -> int | None:
    """Return about how many rows a file has, for the progress bar; None where only reading it would tell."""
    return FORMATS[dialect.format].about(path, dialect)


def _letter(index: int) -> str:
    """Return A, B … Z, AA, AB as spreadsheets do."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
