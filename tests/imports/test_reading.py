"""Files as they come: every usual encoding, delimiter and mishap."""

import gzip

import pytest

from rapport.core.imports import dialects, reading, reading_text
from rapport.core.imports.cells import Reading, RowError
from rapport.core.imports.convert import figure
from rapport.core.imports.dates import moment
from tests.imports.conftest import counts

TEXT = "姓名,城市\n王伟,上海\n李娜,海口\n"


def table(tmp_path, data):
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    dialect = reading.sniff(path)
    return dialect, reading.headers(path, dialect), list(reading.rows(path, dialect))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_chinese_in_every_usual_encoding(tmp_path, encoding):
    _dialect, names, rows = table(tmp_path, TEXT.encode(encoding))
    assert (names, rows) == (["姓名", "城市"], [["王伟", "上海"], ["李娜", "海口"]])


def test_western_letters_are_not_taken_for_chinese(tmp_path):
    _dialect, _names, rows = table(
        tmp_path, "name;town\nMüller;Köln\nBär;Würzburg\n".encode("latin-1")
    )
    assert rows[0] == ["Müller", "Köln"]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_delimiters(tmp_path, sign):
    data = sign.join(["a", "b"]) + "\n" + sign.join(['"x, y; z"', "2"]) + "\n"
    assert table(tmp_path, data.encode())[2] == [["x, y; z", "2"]]


def test_gzip_headers_twice_and_no_headers(tmp_path):
    _dialect, names, _rows = table(tmp_path, gzip.compress(b"name,name,\nA,B,C\n"))
    assert names == ["name", "name (2)", "C"]
    dialect, names, rows = table(tmp_path, b"1,anna@x.example\n2,bea@x.example\n")
    assert (dialect.has_header, names, len(rows)) == (False, ["A", "B"], 2)


def test_a_quote_that_never_closes_is_said_with_its_row(tmp_path):
    with pytest.raises(dialects.UnclosedQuote) as told:
        table(tmp_path, b'a,b\n1,2\n"3,4\n5,6\n')
    assert "row 1" in str(told.value)


def test_a_line_without_an_end_does_not_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(reading_text, "LONGEST_LINE", 1_000_000)
    with pytest.raises(dialects.TooLongLine) as told:
        table(tmp_path, gzip.compress(b"a,b\n1,2\n" + b"0" * 5_000_000))
    assert "row 1" in str(told.value)


def test_a_cell_of_ten_megabytes_is_one_bad_row(imported):
    run = imported("products", f"sku,name\nA1,{'x' * 10_000_000}\nA2,Boat\n")
    assert counts(run) == (2, 1, 0, 0, 0, 1)


def test_a_broken_file_fails_in_a_sentence_and_writes_nothing(imported):
    run = imported("products", 'sku,name\nA1,Anchor\n"A2,Boat\n')
    assert (run.state, run.created) == ("failed", 0)
    assert "quotation mark" in run.failure


@pytest.mark.parametrize(
    ("cell", "decimal", "value"),
    [
        ("1,234.50", ".", "1234.50"),
        ("1.234,50", ",", "1234.50"),
        ("¥ 12", ".", "12"),
        ("(3.5)", ".", "-3.5"),
        ("−4", ".", "-4"),
    ],
)
def test_figures(cell, decimal, value):
    assert figure(places=4)(cell, Reading(decimal=decimal)) == value


@pytest.mark.parametrize("cell", ["abc", "1.2.3", "1e5", "NaN", "1.23456"])
def test_what_is_no_figure(cell):
    with pytest.raises(RowError):
        figure(places=4)(cell, Reading())


@pytest.mark.parametrize(
    ("cell", "order", "day"),
    [
        ("2026-09-17 08:26:00", "ymd", "2026-09-17T08:26:00"),
        ("17.9.2026", "dmy", "2026-09-17T00:00:00"),
        ("9/17/2026 2:05 PM", "mdy", "2026-09-17T14:05:00"),
        ("2026年9月17日", "dmy", "2026-09-17T00:00:00"),
        ("2026-09-17T08:00:00+08:00", "ymd", "2026-09-17T08:00:00"),
    ],
)
def test_dates(cell, order, day):
    assert moment(cell, Reading(day_order=order)).isoformat()[:19] == day
