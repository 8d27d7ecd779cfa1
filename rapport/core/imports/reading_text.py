"""Tables as text: encoding, delimiter, header, compression. Pure functions over a path."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, TextIO

from django.utils.translation import gettext as _

from rapport.core.imports.dialects import (
    BrokenArchive,
    Dialect,
    Doubtful,
    EmptyFile,
    NotATable,
    TooLongLine,
    UnclosedQuote,
    UnreadableText,
    has_header,
    opened,
    read,
)
from rapport.core.imports.encodings import encoding_of, mended

SAMPLE = 256 * 1024
SEARCHED = 64 * 1024 * 1024  # how far the first letter outside ASCII is looked for
LONGEST_LINE = 64 * 1024 * 1024
LARGEST_CELL = 64 * 1024 * 1024
END = "\x1e end of file \x1e"  # read after the last line; found inside a cell, a quote never closed
DELIMITERS = (",", ";", "\t", "|")


def sniff(path: Path) -> Dialect:
    """Find out how a file is written. Errors: EmptyFile, NotATable, BrokenArchive."""
    with opened(path) as file:
        sample = read(file, SAMPLE)
        telling = sample if not sample.isascii() else _first_foreign(file) or sample
    if not sample.strip():
        raise EmptyFile
    encoding = encoding_of(telling)
    text = sample.decode(encoding, errors="ignore")
    if _is_binary(text, sample):
        raise NotATable
    found = Dialect(encoding, _delimiter(text))
    try:
        first = [row for _, row in zip(range(20), _parsed(io.StringIO(text), found), strict=False)]
    except csv.Error as error:
        raise NotATable from error
    if not first or not any(cell.strip() for row in first for cell in row):
        raise EmptyFile
    return replace(found, has_header=has_header(first))


def _first_foreign(file: BinaryIO) -> bytes:
    """Return the first stretch that is more than ASCII: a file may begin with a hundred thousand plain rows."""
    for _turn in range(SEARCHED // SAMPLE):
        block = read(file, SAMPLE)
        if not block.isascii():
            return block[block.find(b"\n") + 1 :] + read(file, 4)
        if not block:
            break
    return b""


def rows(path: Path, dialect: Dialect) -> Iterator[list[str]]:
    """Return all rows, the heading too; blank lines are left out.

    A line in another encoding than its file is a Doubtful row. Errors: UnclosedQuote, TooLongLine, UnreadableText and
    BrokenArchive, at the row where they are met.
    """
    number = 0
    csv.field_size_limit(LARGEST_CELL)
    strict = dialect.encoding.startswith("utf-16")
    errors = "strict" if strict else "surrogateescape"
    with (
        opened(path) as file,
        io.TextIOWrapper(file, dialect.encoding, errors=errors, newline="") as text,
    ):
        lines = _Lines(text, dialect.encoding)
        try:
            for row in _parsed(lines, dialect):
                if row and any(row):
                    if row[-1].endswith(END):
                        break
                    number += 1
                    yield lines.marked(row)
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


def about(path: Path, dialect: Dialect) -> int | None:
    """Return about how many rows there are; cells over several lines make it too many."""
    if dialect.encoding.startswith("utf-16"):
        return None
    count = 0
    with opened(path) as file:
        while block := file.read(1 << 20):
            count += block.count(b"\n")
    return max(count - int(dialect.has_header), 1)


class _Lines:
    """The lines of a text; one without an end, as a bomb of an archive holds it, must not fill the memory."""

    def __init__(self, text: TextIO, encoding: str) -> None:
        self.text, self.encoding = text, encoding
        self.is_mixed = False
        self.is_over = False

    def __iter__(self) -> Iterator[str]:
        while line := self.text.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise OverflowError
            yield line if line.isascii() else self._whole(line)
        yield END

    def _whole(self, line: str) -> str:
        try:
            line.encode()
        except UnicodeEncodeError:
            self.is_mixed = True
            encoding = self.encoding.removesuffix("-sig")
            return mended(line.encode(encoding, "surrogateescape"))
        return line

    def marked(self, row: list[str]) -> list[str]:
        """Return the row just read, as a doubtful one where a line of it was in another encoding."""
        if not self.is_mixed:
            return row
        self.is_mixed = False
        reason = _(
            "This row is not in the encoding %(encoding)s as the others are. Check its letters."
        )
        return Doubtful(row, reason % {"encoding": self.encoding.removesuffix("-sig").upper()})


def _parsed(text: Iterable[str], dialect: Dialect) -> Iterator[list[str]]:
    return csv.reader(text, delimiter=dialect.delimiter)


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
