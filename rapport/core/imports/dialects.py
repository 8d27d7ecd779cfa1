"""How a file is written, what may be wrong with it, and how its first bytes are looked at."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self

from rapport.core.errors import Invalid


class EmptyFile(Invalid):
    """This file is empty. Choose one with a line of headings and at least one row."""


class NotATable(Invalid):
    """This is not a table. Choose a CSV or Excel file (.xlsx), JSON lines or business cards (.vcf)."""


class BrokenArchive(Invalid):
    """This compressed file cannot be unpacked. Compress it again, or choose the CSV itself."""


class UnclosedQuote(Invalid):
    """After row %(row)s a quotation mark opens a cell and never closes. Correct it in the file and choose it again."""


class TooLongLine(Invalid):
    """The line after row %(row)s is longer than any table's. Choose a CSV file with one record to a line."""


class UnreadableText(Invalid):
    """After row %(row)s the text is not in the encoding %(encoding)s. Save the file as UTF-8 and choose it again."""


class OldWorkbook(Invalid):
    """This is Excel's old format, or a workbook with a password. Save it as .xlsx without a password and choose that file."""


class BrokenWorkbook(Invalid):
    """This workbook is damaged. Open it in Excel, save it again and choose the new file."""


class UnsafeWorkbook(Invalid):
    """This workbook holds entities, which Excel never writes. Open it in Excel, save it again and choose the new file."""


class TooLargeWorkbook(Invalid):
    """Unpacked, this workbook is larger than %(limit)s MB. Save the sheet as CSV, or split it."""


class NoSuchSheet(Invalid):
    """The workbook has no sheet “%(name)s”. Choose one of its sheets."""


BROKEN = (  # where a file breaks off
    UnclosedQuote,
    TooLongLine,
    UnreadableText,
    BrokenArchive,
    BrokenWorkbook,
    UnsafeWorkbook,
    TooLargeWorkbook,
)


@dataclass(frozen=True)
class Dialect:
    """How a file is written: as text with a delimiter, as a workbook, as JSON lines, as business cards."""

    encoding: str = "utf-8"
    delimiter: str = ","
    has_header: bool = True
    format: str = "text"
    sheet: str = ""
    skipped: int = 0  # rows above the headings, such as a title

    @classmethod
    def stored(cls, values: dict[str, Any]) -> Self:
        """Return the dialect from its stored form."""
        return cls(**values)

    def plain(self) -> dict[str, Any]:
        """Return the form for storing."""
        return asdict(self)


class Doubtful(list[str]):
    """A row that can be read only in part, with the sentence that its errors file says about it."""

    def __init__(self, cells: Sequence[str], reason: str) -> None:
        super().__init__(cells)
        self.reason = reason


def opened(path: Path) -> BinaryIO:
    """Open a file for reading, unpacked if it is compressed."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def read(file: BinaryIO, size: int) -> bytes:
    """Read so many bytes. Errors: BrokenArchive."""
    try:
        return file.read(size)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BrokenArchive from error


def has_header(first: list[list[str]]) -> bool:
    """Tell whether the first row names the columns: words only, none of them a figure, a date or an address."""
    head = [cell.strip() for cell in first[0] if cell.strip()]
    return bool(head) and not any(
        cell.replace(".", "").replace(",", "").replace("-", "").replace("/", "").isdigit()
        or "@" in cell
        for cell in head
    )
