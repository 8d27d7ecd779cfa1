"""The parts of an Excel workbook (ECMA-376): its sheets, its dates, its strings. Nothing is believed of what it says."""

from __future__ import annotations

import mmap
import re
import zlib
from array import array
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryFile
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from rapport.core.imports.dialects import (
    BrokenWorkbook,
    NotATable,
    TooLargeWorkbook,
    UnsafeWorkbook,
)

UNPACKED_MB = 4000  # a sheet of a million rows and forty columns has less
SMALL = 16 * 1024 * 1024
BLOCK = 256 * 1024
LONGEST_TOKEN = 16 * 1024 * 1024
LONGEST_TEXT = 1_000_000  # Excel writes at most 32,767 letters into a cell
DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
NOT_A_PLACE = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
Attributes = dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A sheet with its part of the archive."""

    name: str
    part: str
    is_hidden: bool


@dataclass
class Workbook:
    """An open workbook: its sheets in their order, and which styles show a date."""

    archive: ZipFile
    sheets: list[Sheet]
    begins_1904: bool
    strings: str
    dates: set[int] = field(default_factory=set)


@contextmanager
def workbook(path: Path) -> Iterator[Workbook]:
    """Open a workbook. Errors: NotATable, BrokenWorkbook, UnsafeWorkbook, TooLargeWorkbook."""
    try:
        with ZipFile(path) as archive:
            if sum(one.file_size for one in archive.infolist()) > UNPACKED_MB * 1_000_000:
                raise TooLargeWorkbook(limit=UNPACKED_MB)
            yield _opened(archive)
    except (BadZipFile, zlib.error, EOFError, expat.ExpatError, KeyError) as error:
        raise BrokenWorkbook from error
    except (NotImplementedError, RuntimeError, ValueError, IndexError, OverflowError) as error:
        raise BrokenWorkbook from error  # a packing we do not know, a password, a number that is none


def _opened(archive: ZipFile) -> Workbook:
    names = set(archive.namelist())
    main = next((one for kind, one in _related(archive, "") if kind == "officeDocument"), "")
    if main not in names:
        raise NotATable
    parts, by_id = {}, {}
    for kind, target, key in _relations(archive, main):
        parts[kind] = target
        by_id[key] = (kind, target)
    sheets, begins_1904 = [], False
    for name, values in elements(archive, main):
        kind, target = by_id.get(_id(values), ("", ""))
        if name == "sheet" and kind == "worksheet" and target in names:
            hidden = values.get("state", "visible") != "visible"
            sheets.append(Sheet(values.get("name", ""), target, hidden))
        elif name == "workbookPr":
            begins_1904 = values.get("date1904", "") in {"1", "true"}
    strings = parts.get("sharedStrings", "")
    found = Workbook(archive, sheets, begins_1904, strings if strings in names else "")
    if parts.get("styles") in names:
        found.dates = _dates(archive, parts["styles"])
    return found


def _id(values: Attributes) -> str:
    return next((value for name, value in values.items() if name.endswith(":id")), "")


def _related(archive: ZipFile, part: str) -> list[tuple[str, str]]:
    return [(kind, target) for kind, target, _key in _relations(archive, part)]


def _relations(archive: ZipFile, part: str) -> Iterator[tuple[str, str, str]]:
    """Yield kind, part and key of what a part refers to."""
    place = PurePosixPath(part)
    listing = str(place.parent / "_rels" / f"{place.name}.rels") if part else "_rels/.rels"
    if listing not in archive.namelist():
        return
    for name, values in elements(archive, listing):
        target = values.get("Target", "")
        if name == "Relationship" and values.get("TargetMode") != "External":
            whole = target[1:] if target.startswith("/") else str(place.parent / target)
            yield values.get("Type", "").rpartition("/")[2], whole, values.get("Id", "")


def _dates(archive: ZipFile, part: str) -> set[int]:
    """Return the styles of cells that show a day or a moment."""
    own: dict[int, str] = {}
    found: set[int] = set()
    inside, number = False, 0
    for name, values in elements(archive, part):
        if name == "numFmt":
            own[int(values.get("numFmtId", 0))] = values.get("formatCode", "")
        elif name in {"cellXfs", "cellStyles", "dxfs"}:
            inside = name == "cellXfs"
        elif name == "xf" and inside:
            shown = int(values.get("numFmtId", 0))
            if shown in DATES or _is_date(own.get(shown, "")):
                found.add(number)
            number += 1
    return found


def _is_date(code: str) -> bool:
    plain = NOT_A_PLACE.sub("", code.partition(";")[0]).casefold()
    return any(sign in plain for sign in "ymdhs") and plain != "standard"


def elements(archive: ZipFile, part: str) -> list[tuple[str, Attributes]]:
    """Return the elements of a small part with their attributes."""
    if archive.getinfo(part).file_size > SMALL:
        raise TooLargeWorkbook(limit=SMALL // 1_000_000)
    found: list[tuple[str, Attributes]] = []

    def begin(tag: str, values: Attributes) -> None:
        found.append((tag.rpartition(":")[2], values))

    for _turn in parse(archive, part, begin, None, None):
        pass
    return found


def parse(
    archive: ZipFile,
    part: str,
    begin: Callable[[str, Attributes], None],
    end: Callable[[str], None] | None,
    letters: Callable[[str], None] | None,
) -> Iterator[None]:
    """Read a part block by block, yielding after each. Errors: UnsafeWorkbook at a document type, BrokenWorkbook."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = letters
    parser.StartDoctypeDeclHandler = _refuse
    fed = 0
    with archive.open(part) as source:
        while block := source.read(BLOCK):
            parser.Parse(block)
            fed += len(block)
            if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                raise BrokenWorkbook
            yield
    parser.Parse(b"", True)  # noqa: FBT003 - the end
    yield


def _refuse(*_args: Any) -> None:
    raise UnsafeWorkbook


class Strings:
    """The strings that cells refer to by number, on disk: a workbook may hold ten million."""

    def __init__(self, archive: ZipFile, part: str) -> None:
        self.file = TemporaryFile()  # noqa: SIM115 - closed by close()
        self.ends = array("Q", [0])
        self.pieces: list[str] = []
        self.is_text, self.spoken = False, 0
        if part:
            for _turn in parse(archive, part, self._begin, self._end, self._letters):
                pass
        self.file.flush()
        size = self.ends[-1]
        self.bytes = mmap.mmap(self.file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""

    def __getitem__(self, index: int) -> str:
        if index < 0:
            raise IndexError
        return self.bytes[self.ends[index] : self.ends[index + 1]].decode()

    def close(self) -> None:
        """Remove them from the disk."""
        if isinstance(self.bytes, mmap.mmap):
            self.bytes.close()
        self.file.close()

    def _begin(self, tag: str, _values: Attributes) -> None:
        name = tag.rpartition(":")[2]
        self.spoken += name == "rPh"  # how a Japanese or Chinese word is spoken stands beside it
        self.is_text = name == "t" and not self.spoken

    def _end(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        self.spoken -= name == "rPh"
        self.is_text = False
        if name == "si":
            data = "".join(self.pieces).encode("utf-8", "replace")
            self.file.write(data)
            self.ends.append(self.ends[-1] + len(data))
            self.pieces = []

    def _letters(self, text: str) -> None:
        if self.is_text:
            self.pieces.append(text[:LONGEST_TEXT])
            if len(self.pieces) > LONGEST_TEXT:
                raise BrokenWorkbook
