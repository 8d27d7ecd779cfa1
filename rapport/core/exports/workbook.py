"""Writing an Excel workbook (ECMA-376) as a stream: no row is kept, and what is text stays text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, islice
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

Value = None | bool | int | float | Decimal | date | datetime | str
ROWS = 1_048_576  # of a sheet
AT_ONCE = 2000
LONGEST = 32_767  # letters of a cell
DIGITS = 15  # of a figure; longer ones would lose their last digits
HEAD, DAY, MOMENT = 1, 2, 3  # the styles below
BEFORE = date(1900, 3, 1)  # Excel counts a day in February 1900 that never was
FIRST = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no zone
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>'
    '<xf fontId="1" applyFont="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/>'
    '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class _Out:
    """Where the archive is written to; what came is handed on and forgotten."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take a piece."""
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Have nothing to flush."""

    def taken(self) -> bytes:
        """Return what came since the last time."""
        data = b"".join(self.parts)
        self.parts.clear()
        return data


def sheets(
    name: str, heads: list[str], widths: list[int], rows: Iterable[list[Value]]
) -> Iterator[tuple[bytes, int]]:
    """Yield the workbook piece by piece with the rows in each; a sheet that is full is followed by another."""
    out, number, left = _Out(), 0, iter(rows)
    ahead = list(islice(left, 1))
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        while number == 0 or ahead:
            number += 1
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                part.write(_begin(widths).encode() + _row(heads, 1, HEAD).encode())
                count, here = 1, islice(chain(ahead, left), ROWS - 1)
                while batch := list(islice(here, AT_ONCE)):
                    lines = (_row(row, n) for n, row in enumerate(batch, start=count + 1))
                    part.write("".join(lines).encode())
                    count += len(batch)
                    yield out.taken(), len(batch)
                part.write(_end(len(heads), count).encode())
            ahead = list(islice(left, 1))
        for place, text in _others(name, number).items():
            archive.writestr(place, text)
    yield out.taken(), 0


def _begin(widths: list[int]) -> str:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(widths, start=1)
    )
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    return (
        f'{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f"<cols>{columns}</cols><sheetData>"
    )


def _end(columns: int, count: int) -> str:
    return f'</sheetData><autoFilter ref="A1:{_letters(columns)}{count}"/></worksheet>'


def _letters(column: int) -> str:
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


def _row(values: Iterable[Value], number: int, style: int = 0) -> str:
    return f'<row r="{number}">{"".join(_cell(value, style) for value in values)}</row>'


def _cell(value: Value, style: int) -> str:
    """Return a cell. A figure is a figure, a day a day; text is kept as text, so nothing in it is ever computed."""
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float, Decimal)):
        text = f"{value:f}" if isinstance(value, Decimal) else str(value)
        if sum(sign.isdigit() for sign in text) <= DIGITS and text.strip("-")[:1].isdigit():
            return f"<c><v>{text}</v></c>"
        return _text(text, style)
    if isinstance(value, datetime):
        if value.date() >= BEFORE:
            return f'<c s="{MOMENT}"><v>{(value - FIRST).total_seconds() / 86400:.8f}</v></c>'
        return _text(f"{value:%Y-%m-%d %H:%M}", style)
    if isinstance(value, date):
        if value >= BEFORE:
            return f'<c s="{DAY}"><v>{(value - FIRST.date()).days}</v></c>'
        return _text(value.isoformat(), style)
    return _text(value, style)


def _text(text: str, style: int) -> str:
    plain = escape(FORBIDDEN.sub("", text[:LONGEST]))
    styled = f' s="{style}"' if style else ""
    return f'<c{styled} t="inlineStr"><is><t xml:space="preserve">{plain}</t></is></c>'


def _others(name: str, count: int) -> dict[str, str]:
    """Return the parts that name the sheets, by their places in the archive."""
    numbers = range(1, count + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{SHEETS}.worksheet+xml"/>'
        for n in numbers
    )
    titles = [name[:25] if n == 1 else f"{name[:25]} {n}" for n in numbers]
    listed = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{n}" r:id="rId{n}"/>'
        for n, title in zip(numbers, titles, strict=True)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    styles = f'<Relationship Id="rId{count + 1}" Type="{OFFICE}/styles" Target="styles.xml"/>'
    return {
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{related}{styles}</Relationships>',
        "xl/styles.xml": STYLES,
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEETS}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{SHEETS}.styles+xml"/>{types}</Types>',
    }
