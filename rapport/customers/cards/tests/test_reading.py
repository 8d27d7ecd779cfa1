"""Business cards as phones write them: folded lines, escaped commas, quoted-printable, groups, no card at all."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from rapport.customers.cards.reading import is_card, read_card

APPLE = """BEGIN:VCARD\r
VERSION:3.0\r
N:Schmidt;Anna;;Dr.;\r
FN:Dr. Anna Schmidt\r
ORG:Hanse Reisen\\, GmbH;Einkauf\r
TITLE:Head of\r
  procurement\r
TEL;type=HOME;type=VOICE:+49 40 123\r
item1.TEL;type=CELL;type=pref:+49 170 5550001\r
item2.EMAIL;type=INTERNET:anna@example.com\r
END:VCARD\r
"""
ANDROID = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B;=E4=BC=9F;;;
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E7=8E=8B=
=E4=BC=9F
TEL;CELL:13816432207
X-WECHAT:wangwei88
END:VCARD
"""


def test_a_card_of_an_iphone() -> None:
    assert read_card(APPLE) == {
        "family": "Schmidt",
        "given": "Anna",
        "name": "Dr. Anna Schmidt",
        "company": "Hanse Reisen, GmbH",
        "title": "Head of procurement",
        "phone": "+49 170 5550001",
        "email": "anna@example.com",
    }


def test_a_card_of_an_android_phone() -> None:
    found = read_card(ANDROID)
    assert (found["family"], found["given"], found["name"]) == ("王", "伟", "王伟")
    assert (found["phone"], found["wechat"]) == ("13816432207", "wangwei88")


def test_a_card_of_version_4_and_one_with_a_full_name_only() -> None:
    card = "BEGIN:VCARD\nVERSION:4.0\nFN:李娜\nTEL;VALUE=uri:tel:+8613800000000\nEND:VCARD\nFN:no"
    assert read_card(card) == {"name": "李娜", "family": "李娜", "phone": "+8613800000000"}


@pytest.mark.parametrize(
    ("text", "answer"), [("begin:vcard\n", True), ("\ufeffBEGIN:VCARD", True), ("Hello", False)]
)
def test_what_is_a_card(text: str, answer: bool) -> None:  # noqa: FBT001
    assert is_card(text) is answer


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    found = read_card("BEGIN:VCARD\n" + text)
    assert all(value and "\0" not in value and len(value) <= 254 for value in found.values())
