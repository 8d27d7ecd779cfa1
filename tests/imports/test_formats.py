"""Workbooks, JSON lines and business cards: read row by row as tables, and what is wrong with them is said in a sentence."""

import base64
import json
import zipfile
from datetime import date, datetime, time
from io import BytesIO

import pytest
from openpyxl import Workbook

from rapport.core.imports import dialects, reading, workbooks
from rapport.core.imports.dialects import Dialect, Doubtful
from rapport.core.imports.reading_cards import HEADINGS
from rapport.core.imports.reading_excel import figure_of, moment_of

PIXEL = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(24)).decode()
CARDS = f"""BEGIN:VCARD\r
VERSION:3.0\r
N:Schmidt;Anna;;Dr.;\r
FN:Dr. Anna Schmidt\r
ORG:Hanse Reisen\\, GmbH;Einkauf\r
TITLE:Head of\r
  procurement\r
item1.TEL;type=HOME;type=pref:+49 40 123\r
TEL;TYPE=WORK,FAX:+49 40 999\r
TEL;TYPE=CELL:+49 170 5550001\r
EMAIL;type=INTERNET:anna@example.com\r
EMAIL;type=WORK:a.schmidt@example.com\r
ADR;TYPE=WORK:;;Elbchaussee 1;Hamburg;;22765;Germany\r
BDAY:1985-04-12\r
UID:abc-1\r
PHOTO;ENCODING=b;TYPE=PNG:{PIXEL[:20]}\r
 {PIXEL[20:]}\r
END:VCARD\r
BEGIN:VCARD
VERSION:2.1
N;CHARSET=GB2312;ENCODING=QUOTED-PRINTABLE:=CD=F5;=CE=B0;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B=
=E4=BC=9F
TEL;CELL:13816432207
X-WECHAT:wangwei88
END:VCARD
BEGIN:VCARD
VERSION:4.0
KIND:org
FN:海纳贸易
TEL;VALUE=uri;TYPE="voice,work":tel:+86-21-6888-0000;ext=12
IMPP;X-SERVICE-TYPE=WeChat:x-apple:haina
BDAY:--0412
"""


def put(tmp_path, data, name="file"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def table(path, dialect=None):
    dialect = dialect or reading.sniff(path)
    return dialect, reading.headers(path, dialect), list(reading.rows(path, dialect))


def saved(tmp_path, fill):
    book = Workbook()
    fill(book)
    target = BytesIO()
    book.save(target)
    return put(tmp_path, target.getvalue(), "book.xlsx")


def repacked(tmp_path, path, part, change):
    """Return the workbook with one part changed."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts[part] = change(parts[part])
    target = tmp_path / "changed.xlsx"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return target


def people(book):
    book.active.title = "Empty"
    sheet = book.create_sheet("客户")
    sheet.append(["Customers of 2026"])
    sheet.append([])
    sheet.append(["姓名", "Phone", "Since", "Seen", "Share", "VIP"])
    moment = datetime(2026, 9, 17, 8, 26)  # noqa: DTZ001 - a workbook knows no zone
    sheet.append(["王伟", 13816432207, date(1900, 1, 2), moment, 0.1 + 0.2, True])
    sheet.append(["李娜", "+86 21", None, time(8, 5), 1e20, False])
    sheet["D6"] = "=1+1"


def test_a_workbook_with_a_title_and_an_empty_sheet(tmp_path):
    dialect, names, rows = table(saved(tmp_path, people))
    assert (dialect.format, dialect.sheet, dialect.skipped) == ("excel", "客户", 1)
    assert names == ["姓名", "Phone", "Since", "Seen", "Share", "VIP"]
    assert rows == [
        ["王伟", "13816432207", "1900-01-02", "2026-09-17 08:26:00", "0.3", "true"],
        ["李娜", "+86 21", "", "08:05:00", "100000000000000000000", "false"],
    ]
    path = tmp_path / "book.xlsx"
    assert reading.sheets(path, dialect) == ["Empty", "客户"]
    assert reading.about(path, dialect) == 4
    with pytest.raises(dialects.NoSuchSheet):
        table(path, Dialect(format="excel", sheet="Gone"))


def test_shared_strings_as_excel_writes_them(tmp_path):
    strings = (
        '<x:sst xmlns:x="u"><x:si><x:t>名</x:t></x:si><x:si><x:r><x:t>王</x:t></x:r><x:r><x:t>伟</x:t></x:r>'
        "<x:rPh><x:t>wang</x:t></x:rPh></x:si></x:sst>"
    )
    sheet = (
        '<x:worksheet xmlns:x="u"><x:sheetData><x:row><x:c t="s"><x:v>0</x:v></x:c><x:c r="C1" t="b"><x:v>1</x:v></x:c></x:row>'
        '<x:row><x:c t="s"><x:v>1</x:v></x:c><x:c r="C2" t="str"><x:f>A1</x:f><x:v>kept</x:v></x:c>'
        '<x:c t="e"><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    relation = '<Relationship Id="{0}" Type="http://x/{1}" Target="{2}"/>'
    parts = {
        "_rels/.rels": relation.format("a", "officeDocument", "/xl/workbook.xml"),
        "xl/workbook.xml": '<workbook xmlns:r="r"><sheets><sheet name="S" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<r>{relation.format('b', 'worksheet', 's.xml')}"
        f"{relation.format('c', 'sharedStrings', 't.xml')}</r>",
        "xl/s.xml": sheet,
        "xl/t.xml": strings,
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    path = put(tmp_path, target.getvalue())
    assert table(path)[1:] == (["名", "B", "true"], [["王伟", "", "kept", "#N/A"]])
    wrong = repacked(tmp_path, path, "xl/t.xml", lambda _data: b"<sst/>")
    with pytest.raises(dialects.BrokenWorkbook):
        table(wrong)


@pytest.mark.parametrize(
    ("serial", "shown"),
    [
        (1, "1900-01-01"),
        (59, "1900-02-28"),
        (60, "1900-02-29"),
        (61, "1900-03-01"),
        (46282.5, "2026-09-17 12:00:00"),
        (0.25, "06:00:00"),
        (-5, ""),
        (2958466, ""),
    ],
)
def test_serial_numbers_of_days(serial, shown):
    assert moment_of(serial) == shown


def test_figures_as_excel_shows_them():
    assert figure_of("1.3816432207E10") == "13816432207"
    assert figure_of("0.30000000000000004") == "0.3"
    assert moment_of(0, begins_1904=True) == "1904-01-01"


def test_entities_in_a_workbook_are_refused(tmp_path):
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    path = saved(tmp_path, people)
    for part in ("xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/workbook.xml"):
        unsafe = repacked(tmp_path, path, part, lambda data: bomb + data)
        with pytest.raises(dialects.UnsafeWorkbook):
            table(unsafe)


def test_a_bomb_in_a_workbook_is_refused_before_it_is_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "UNPACKED_MB", 5)
    path = repacked(
        tmp_path, saved(tmp_path, people), "xl/theme/theme1.xml", lambda _data: bytes(10_000_000)
    )
    assert path.stat().st_size < 50_000
    with pytest.raises(dialects.TooLargeWorkbook) as told:
        reading.sniff(path)
    assert "5 MB" in str(told.value)


def test_one_endless_tag_does_not_fill_the_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "LONGEST_TOKEN", 1_000_000)
    path = repacked(
        tmp_path,
        saved(tmp_path, people),
        "xl/worksheets/sheet2.xml",
        lambda _data: b'<worksheet><c r="' + b"A" * 5_000_000,
    )
    with pytest.raises(dialects.BrokenWorkbook):
        table(path)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), dialects.OldWorkbook),
        (b"PK\x03\x04" + bytes(600), dialects.BrokenWorkbook),
        (b"%PDF-1.7\n", dialects.NotATable),
        (b"", dialects.EmptyFile),
    ],
)
def test_what_is_no_table(tmp_path, data, error):
    with pytest.raises(error):
        table(put(tmp_path, data))


def test_a_zip_that_is_no_workbook(tmp_path):
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("list.csv", "a,b\n")
    with pytest.raises(dialects.NotATable):
        reading.sniff(put(tmp_path, target.getvalue()))


def test_json_lines_with_nested_objects_and_bad_lines(tmp_path):
    lines = [
        '{"name": "王伟", "address": {"city": "上海"}, "spent": 1.10, "tags": ["a", "b"]}',
        "",
        '{"name": "Anna", "phones": [{"no": 1}, {"no": 22222222222222222222}], "vip": true}',
        "not json",
        "7",
        '{"name": "\\ud800"}',
    ]
    dialect, names, rows = table(put(tmp_path, "\n".join(lines).encode()))
    assert dialect.format == "json"
    assert names[:4] == ["name", "address.city", "spent", "tags"]
    assert names[4:] == ["phones.1.no", "phones.2.no", "vip"]
    assert rows[0] == ["王伟", "上海", "1.10", "a, b", "", "", ""]
    assert rows[1][4:] == ["1", "22222222222222222222", "true"]
    assert [isinstance(row, Doubtful) for row in rows] == [False, False, True, True, False]


def test_json_as_one_list_and_a_name_that_comes_late(tmp_path, monkeypatch):
    monkeypatch.setattr("rapport.core.imports.reading_json.LOOKED_AT", 2)
    records = [{"a": 1}, {"a": 2}, {"a": 3, "late": 4}]
    _dialect, names, rows = table(put(tmp_path, json.dumps(records, indent=1).encode()))
    assert (names, rows[:2], rows[2][:1]) == (["a"], [["1"], ["2"]], ["3"])
    assert "late" in rows[2].reason


def test_cards_of_all_versions(tmp_path):
    dialect, names, rows = table(put(tmp_path, CARDS.encode()))
    assert dialect.format == "cards"
    assert names == list(HEADINGS)
    anna, wang, haina = (dict(zip(names, row, strict=True)) for row in rows)
    assert {name: value for name, value in anna.items() if value} == {
        "Full name": "Dr. Anna Schmidt",
        "Family": "Schmidt",
        "Given": "Anna",
        "Honorific": "dr",
        "Name prefix": "Dr.",
        "Born on": "1985-04-12",
        "Company": "Hanse Reisen, GmbH",
        "Department": "Einkauf",
        "Job title": "Head of procurement",
        "Phone": "+49 40 123",
        "Phone 2": "+49 170 5550001",
        "Fax": "+49 40 999",
        "Email": "anna@example.com",
        "Email 2": "a.schmidt@example.com",
        "Street": "Elbchaussee 1",
        "City": "Hamburg",
        "Postcode": "22765",
        "Country": "Germany",
        "External ID": "abc-1",
        "Photo": f"data:image/png;base64,{PIXEL}",
    }
    assert (wang["Family"], wang["Given"], wang["Full name"]) == ("王", "伟", "王伟")
    assert (wang["Phone"], wang["WeChat"]) == ("13816432207", "wangwei88")
    assert (haina["Company"], haina["Full name"], haina["WeChat"]) == ("海纳贸易", "", "haina")
    assert (haina["Phone"], haina["Day of birth"]) == ("+86-21-6888-0000 ext. 12", "04-12")
    assert "does not end" in rows[2].reason


def test_traditional_chinese_and_letters_that_come_late(tmp_path):
    text = "姓名,城市,備註\n" + "王偉,臺北,請與我聯絡\n" * 3
    dialect, _names, rows = table(put(tmp_path, text.encode("big5")))
    assert (dialect.encoding, rows[0]) == ("big5", ["王偉", "臺北", "請與我聯絡"])
    plain = "name,town\n" + "Anna,Hamburg\n" * 40_000
    _dialect, _names, rows = table(put(tmp_path, (plain + "王伟,上海的\n").encode("gb18030")))
    assert rows[-1] == ["王伟", "上海的"]


def test_a_line_in_another_encoding_is_one_bad_row(tmp_path):
    data = (
        "姓名,城市\n李娜,海口\n".encode() + "王伟,上海\n".encode("gb18030") + "张三,三亚\n".encode()
    )
    _dialect, _names, rows = table(put(tmp_path, data))
    assert rows == [["李娜", "海口"], ["王伟", "上海"], ["张三", "三亚"]]
    assert [isinstance(row, Doubtful) for row in rows] == [False, True, False]
