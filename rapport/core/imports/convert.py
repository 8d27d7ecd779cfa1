"""Turning a cell into a value: text, figure, date, choice. A cell that cannot be read is a reason, never an exception."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from rapport.core import sentences as said
from rapport.core.exports.writing import SIGNS as FORMULA_SIGNS
from rapport.core.imports.cells import Reading, RowError
from rapport.core.pages.formats import colon

FIGURE = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")
GROUPED = re.compile(r"[-+]?\d{1,3}([ ,.'\u00a0\u202f]\d{3})+([.,]\d+)?")
SIGNS = str.maketrans("−\uff0d，\uff0e（）", "--,.()")  # minus and full-width marks
CURRENCY_SIGNS = "¥￥$€£元 \u00a0\u202f"


Converter = Callable[[str, Reading], Any]


@dataclass(frozen=True)
class Field:
    """One thing a column of a file may hold.

    `synonyms` are headings by which the column is recognised, English and Chinese; `type` is its column in the staging
    table, `reads` what its cells hold where that is another one. `group` puts it under a heading on the mapping page.
    `choices` are the values that it takes, where it takes only certain ones. `sets` is how the other cells of the row
    are read: a phone without + belongs to the country that stands beside it.
    """

    name: str
    label: Any
    convert: Converter
    type: str = "text"
    required: bool = False
    synonyms: tuple[str, ...] = ()
    group: Any = ""
    is_key: bool = False
    reads: str = ""
    choices: tuple[tuple[str, Any], ...] = ()
    sets: str = ""

    @property
    def cells(self) -> str:
        """Return what its cells hold, as a type of the database: by this dates and decimal signs are recognised."""
        return self.reads or self.type


def text(limit: int) -> Converter:
    """Return a converter for text of at most so many characters, spaces tidied."""

    def convert(cell: str, reading: Reading) -> str:
        tidy = " ".join(cell.split())
        if tidy[:1] == "'" and tidy[1:2] in FORMULA_SIGNS:  # as spreadsheets keep formulas out
            tidy = tidy[1:]
        if len(tidy) > limit:
            raise RowError(said.TOO_LONG % {"limit_value": limit})
        return tidy

    return convert


def choice(values: Mapping[str, str]) -> Converter:
    """Return a converter for one of some words; `values` maps each spelling in lower case to what is stored."""

    def convert(cell: str, reading: Reading) -> str:
        found = values.get(cell.strip().casefold())
        if found is None:
            raise RowError(said.NOT_OFFERED)
        return found

    return convert


def figure(*, places: int, least: str = "", whole: int = 15) -> Converter:
    """Return a converter for a decimal figure, written as it will be stored."""

    def convert(cell: str, reading: Reading) -> str:
        return _figure(cell, reading.decimal, places, whole, least)

    return convert


@lru_cache(maxsize=65_536)
def _figure(cell: str, decimal: str, places: int, whole: int, least: str) -> str:
    plain = cell.translate(SIGNS).strip().strip(CURRENCY_SIGNS)
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1].strip(CURRENCY_SIGNS)}"
    if decimal == ",":
        if "." in plain and not GROUPED.fullmatch(plain):
            raise RowError(_("Enter a figure with a decimal comma, such as 12,50."))
        plain = plain.replace(".", "").replace(",", ".")
    elif GROUPED.fullmatch(plain):
        plain = re.sub(r"[ ,'\u00a0\u202f]", "", plain)
    plain = plain.removesuffix("%").strip()
    if not FIGURE.fullmatch(plain):
        raise RowError(said.NOT_A_FIGURE)
    before, _point, after = plain.lstrip("+-").partition(".")
    if len(before.lstrip("0")) > whole:
        raise RowError(said.TOO_MANY_DIGITS)
    if len(after.rstrip("0")) > places:
        raise RowError(said.TOO_MANY_PLACES % {"max": places})
    if least == "0" and plain.startswith("-") and float(plain) < 0:
        raise RowError(said.TOO_SMALL % {"limit_value": 0})
    return plain


@dataclass
class Cells:
    """The values of one row by field, and what is wrong with it."""

    values: dict[str, Any] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)


def convert_row(row: list[str], mapping: list[tuple[int, Field]], reading: Reading) -> Cells:
    """Read the mapped cells of a row; empty ones are None."""
    cells = Cells()
    width = len(row)
    for index, one in mapping:
        raw = row[index] if index < width else ""
        if not raw or raw.isspace():
            cells.values[one.name] = None
            continue
        if "\x00" in raw:
            cells.reasons.append(f"{colon(one.label)}{said.NOT_STORABLE}")
            continue
        try:
            cells.values[one.name] = one.convert(raw, reading)
        except RowError as error:
            cells.reasons.append(f"{colon(one.label)}{error}")
    for _index, one in mapping:
        if one.required and cells.values.get(one.name) is None:
            label = colon(one.label)
            if not any(reason.startswith(label) for reason in cells.reasons):
                cells.reasons.append(f"{label}{said.MISSING}")
    return cells
