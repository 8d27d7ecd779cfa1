"""A workbook as it is written: what is text stays text, days are days, and no row is kept in memory."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

from openpyxl import load_workbook

from rapport.core.exports import workbook

NAMES = ["=1+1", "@x", "+cmd|' /C calc'!A0", "<b>&\"'", "\t=2", "王伟\x07", "-5", "00123", ""]


def book(parts):
    data = b"".join(part for part, _count in parts)
    return load_workbook(BytesIO(data)), sum(count for _part, count in parts)


def test_a_workbook_keeps_text_as_text_and_days_as_days():
    moment = datetime(2026, 9, 17, 8, 26, tzinfo=UTC).replace(tzinfo=None)
    rows = [
        [name, date(2026, 9, 17), moment, Decimal("12.5000"), 12345678901234567890, None, True]
        for name in NAMES
    ]
    made, count = book(list(workbook.sheets("people", list("ABCDEFG"), [20] * 7, rows)))
    sheet = made.active
    assert (count, sheet.title, sheet.freeze_panes) == (len(NAMES), "people", "A2")
    assert sheet.auto_filter.ref == f"A1:G{len(NAMES) + 1}"
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells[:-1]] == ["s"] * (len(NAMES) - 1)
    assert [cell.value for cell in cells] == [*NAMES[:5], "王伟", "-5", "00123", None]
    told = [cell.value for cell in sheet[2]][1:]
    assert told[0] == datetime(2026, 9, 17)  # noqa: DTZ001
    assert told[1:] == [
        datetime(2026, 9, 17, 8, 26),  # noqa: DTZ001
        12.5,
        "12345678901234567890",
        None,
        True,
    ]


def test_a_full_sheet_is_followed_by_another(monkeypatch):
    monkeypatch.setattr(workbook, "ROWS", 4)
    rows = [[str(number)] for number in range(7)]
    made, count = book(list(workbook.sheets("n", ["N"], [9], rows)))
    assert (count, made.sheetnames) == (7, ["n", "n 2", "n 3"])
    assert [[c.value for c in sheet["A"]] for sheet in made] == [
        ["N", "0", "1", "2"],
        ["N", "3", "4", "5"],
        ["N", "6"],
    ]
    empty, count = book(list(workbook.sheets("n", ["N"], [9], [])))
    assert (count, [cell.value for cell in empty.active["A"]]) == (0, ["N"])
