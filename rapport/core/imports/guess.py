"""Guessing which column holds what, from the headings and, for what they leave open, from the cells below."""

from __future__ import annotations

import re

from rapport.core.imports.convert import Field
from rapport.core.imports.kinds import ImportKind

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$"
PHONE = re.compile(rf"(?!{DAY})\+?[\d\s()./-]{{7,20}}")


def plain(heading: str) -> str:
    """Return a heading without case, spaces and marks: `E-Mail (1)` is `email1`, `客户 编号` is 客户编号."""
    return re.sub(r"[\W_]+", "", heading.casefold())


def guess(kind: ImportKind, columns: list[str], sample: list[list[str]]) -> dict[str, int]:
    """Return field → column. Each column is used once; a heading equal to a synonym wins over one that holds it."""
    found: dict[str, int] = {}
    used: set[int] = set()
    for exact in (True, False):
        for one in kind.fields:
            if one.name in found:
                continue
            index = _match(one, columns, used, exact=exact)
            if index is not None:
                found[one.name] = index
                used.add(index)
    for name, pattern in (("email", EMAIL), ("phone", PHONE)):
        if kind.field(name) is None or name in found:
            continue
        for index in range(len(columns)):
            cells = [r[index].strip() for r in sample if index < len(r) and r[index].strip()]
            if index not in used and cells and all(pattern.fullmatch(c) for c in cells):
                found[name] = index
                used.add(index)
                break
    return found


def _match(one: Field, columns: list[str], used: set[int], *, exact: bool) -> int | None:
    words = [plain(word) for word in (one.name, str(one.label), *one.synonyms)]
    for word in words:
        for index, column in enumerate(columns):
            if index in used:
                continue
            heading = plain(column)
            if heading == word if exact else _holds(heading, word):
                return index
    return None


def _holds(heading: str, word: str) -> bool:
    """Tell whether a heading holds a synonym; short ones only at its end, for `idea` is no `id`."""
    if heading.endswith("id") and not word.endswith("id"):
        return False
    if len(word) >= 4 or (len(word) >= 2 and not word.isascii()):
        return word in heading
    return False


def guess_reading(
    kind: ImportKind, mapping: dict[str, int], sample: list[list[str]]
) -> dict[str, str]:
    """Return the order of dates and the decimal sign as the cells show them."""
    found = {"day_order": "ymd", "decimal": "."}
    dates, figures = [], []
    for name, index in mapping.items():
        one = kind.field(name)
        cells = [r[index].strip() for r in sample if index < len(r) and r[index].strip()]
        if one is not None and one.cells in {"date", "timestamptz"}:
            dates += cells
        elif one is not None and one.cells == "numeric":
            figures += cells
    if dates and all(re.fullmatch(r"\d{1,5}(\.\d+)?", cell) for cell in dates):
        found["day_order"] = "serial"
    parts = [p for c in dates if (p := re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{2,4})", c))]
    if parts:
        second = max(int(p[2]) for p in parts)
        dotted = any("." in p[0] for p in parts)
        found["day_order"] = (
            "mdy" if second > 12 or not (dotted or max(int(p[1]) for p in parts) > 12) else "dmy"
        )
    commas = sum(bool(re.search(r",\d{1,2}$", c)) for c in figures)
    points = sum(bool(re.search(r"\.\d{1,2}$", c)) for c in figures)
    if commas > points:
        found["decimal"] = ","
    return found
