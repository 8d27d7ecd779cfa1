"""Reading a file that somebody made somewhere: encoding, delimiter, header, compression. Pure functions over a path."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, BinaryIO, Self, TextIO

from rapport.core.errors import Invalid

SAMPLE = 256 * 1024
LONGEST_LINE = 64 * 1024 * 1024
LARGEST_CELL = 64 * 1024 * 1024
END = "\x1e end of file \x1e"  # read after the last line; found inside a cell, a quote never closed
DELIMITERS = (",", ";", "\t", "|")
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


class EmptyFile(Invalid):
    """This file is empty. Choose one with a line of headings and at least one row."""


class NotATable(Invalid):
    """This is not a table in text form. Save it as CSV and choose that file."""


class BrokenArchive(Invalid):
    """This compressed file cannot be unpacked. Compress it again, or choose the CSV itself."""


class UnclosedQuote(Invalid):
    """After row %(row)s a quotation mark opens a cell and never closes. Correct it in the file and choose it again."""


class TooLongLine(Invalid):
    """The line after row %(row)s is longer than any table's. Choose a CSV file with one record to a line."""


class UnreadableText(Invalid):
    """After row %(row)s the text is not in the encoding %(encoding)s. Save the file as UTF-8 and choose it again."""


BROKEN = (UnclosedQuote, TooLongLine, UnreadableText, BrokenArchive)  # where a file breaks off


@dataclass(frozen=True)
class Dialect:
    """How a file is written."""

    encoding: str = "utf-8"
    delimiter: str = ","
    has_header: bool = True

    @classmethod
    def stored(cls, values: dict[str, Any]) -> Self:
        """Return the dialect from its stored form."""
        return cls(**values)

    def plain(self) -> dict[str, Any]:
        """Return the form for storing."""
        return asdict(self)


def sniff(path: Path) -> Dialect:
    """Find out how a file is written. Errors: EmptyFile, NotATable, BrokenArchive."""
    with opened(path) as file:
        sample = _read(file, SAMPLE)
    if not sample.strip():
        raise EmptyFile
    encoding = _encoding(sample)
    text = sample.decode(encoding, errors="ignore")
    if _is_binary(text, sample):
        raise NotATable
    delimiter = _delimiter(text)
    found = Dialect(encoding, delimiter)
    try:
        first = [row for _, row in zip(range(20), _parsed(io.StringIO(text), found), strict=False)]
    except csv.Error as error:
        raise NotATable from error
    if not first or not any(cell.strip() for row in first for cell in row):
        raise EmptyFile
    return replace(found, has_header=_has_header(first))


def headers(path: Path, dialect: Dialect) -> list[str]:
    """Return a name for each column, all different: the headings, or A, B, C where there are none."""
    first = next(iter(_rows(path, dialect)), [])
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
    """Return the rows below the heading, blank lines left out.

    Errors: UnclosedQuote, TooLongLine, UnreadableText and BrokenArchive, at the row where they are met.
    """
    found = _rows(path, dialect)
    if dialect.has_header:
        next(found, None)
    return found


def _rows(path: Path, dialect: Dialect) -> Iterator[list[str]]:
    number = 0
    csv.field_size_limit(LARGEST_CELL)
    with opened(path) as file, io.TextIOWrapper(file, dialect.encoding, newline="") as text:
        try:
            for row in _parsed(chain(_lines(text), [END]), dialect):
                if row and any(row):
                    if row[-1].endswith(END):
                        break
                    number += 1
                    yield row
            if row != [END]:
                raise UnclosedQuote(row=max(number - 1, 0))
        except csv.Error as error:
            raise UnclosedQuote(row=max(number - 1, 0)) from error
        except OverflowError as error:
            raise TooLongLine(row=max(number - 1, 0)) from error
        except UnicodeError as error:
            raise UnreadableText(row=max(number - 1, 0), encoding=dialect.encoding) from error
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise BrokenArchive from error


def _lines(text: TextIO) -> Iterator[str]:
    """Return the lines; one without an end, as a bomb of an archive holds it, must not fill the memory."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise OverflowError
        yield line


def _parsed(text: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    return csv.reader(text, delimiter=dialect.delimiter)


def opened(path: Path) -> BinaryIO:
    """Open a file for reading, unpacked if it is compressed."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    return gzip.open(path, "rb") if packed else path.open("rb")  # type: ignore[return-value]


def _read(file: BinaryIO, size: int) -> bytes:
    try:
        return file.read(size)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise BrokenArchive from error


def _encoding(sample: bytes) -> str:
    """Return the encoding: a mark at the start, else UTF-8, else Chinese, else Western, as far as the bytes agree."""
    for mark, name in BOMS:
        if sample.startswith(mark):
            return name
    if _looks_like_utf16(sample):
        return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    for name in ("utf-8", "gb18030"):
        try:
            text = sample.decode(name)
        except UnicodeDecodeError as error:
            if error.start >= len(sample) - 4:  # the sample ends inside a character
                text = sample[: error.start].decode(name)
            else:
                continue
        if name == "utf-8" or _reads_as_chinese(text):
            return name
    return "cp1252" if not set(sample) & {0x81, 0x8D, 0x8F, 0x90, 0x9D} else "latin-1"


def _looks_like_utf16(sample: bytes) -> bool:
    """Tell by the line ends: each has its zero byte on the same side (上 holds a byte like a line end)."""
    head = sample[:2000]
    odd, even = head[1::2].count(0), head[::2].count(0)
    ends = head.count(b"\n\x00" if odd > even else b"\x00\n")
    return odd + even > 1 and ends > 0 and ends * 2 >= head.count(b"\n")


def _reads_as_chinese(text: str) -> bool:
    """Tell Chinese from Western text that happens to be valid GB 18030: its characters are the common ones."""
    foreign = [c for c in text if ord(c) > 127]
    common = sum("\u4e00" <= c <= "\u9fff" or c in "，。、（）：；！？“”　" for c in foreign)
    runs = sum(a > "\x7f" and b > "\x7f" for a, b in pairwise(text))
    return bool(foreign) and common > 0.8 * len(foreign) and runs * 3 >= len(foreign)


def _is_binary(text: str, sample: bytes) -> bool:
    if sample[:4] in {b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0"}:
        return True
    odd = sum(ord(c) < 32 and c not in "\r\n\t\x00\x0b\x0c\x1a" for c in text[:20_000])
    return odd > max(4, len(text[:20_000]) // 50)


def _delimiter(text: str) -> str:
    """Return the delimiter that splits most lines into the same number of cells, more than one."""
    lines = text.splitlines()[:200]
    lines = lines[:-1] if len(lines) > 2 else lines
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        try:
            counts = [len(r) for r in csv.reader(lines, delimiter=delimiter) if r]
        except csv.Error:
            continue
        if not counts:
            continue
        usual = max(set(counts), key=counts.count)
        if usual == 1:
            continue
        score = counts.count(usual) / len(counts) * (1 + min(usual, 40) / 100)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _has_header(first: list[list[str]]) -> bool:
    """Tell whether the first row names the columns: words only, none of them a figure, a date or an address."""
    head = [cell.strip() for cell in first[0] if cell.strip()]
    return bool(head) and not any(
        cell.replace(".", "").replace(",", "").replace("-", "").replace("/", "").isdigit()
        or "@" in cell
        for cell in head
    )


def _letter(index: int) -> str:
    """Return A, B … Z, AA, AB as spreadsheets do."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
