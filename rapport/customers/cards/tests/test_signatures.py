"""Signatures as people write them, in both languages."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from rapport.customers.cards.signatures import read_signature

SIGNATURES = [
    (
        """Hi Bob, see you on 17.09.2026.

        Best regards,
        Dr. Anna Schmidt
        Head of Procurement
        Hanse Reisen GmbH | Elbchaussee 1, 22765 Hamburg
        T: +49 40 1234567 | M +49 170 5550001 | Fax: +49 40 1234568
        anna.schmidt@hanse-reisen.de
        www.hanse-reisen.de

        > On Monday Bob wrote: +49 30 901820""",
        "DE",
        {
            "family": "Schmidt",
            "given": "Anna",
            "honorific": "dr",
            "title": "Head of Procurement",
            "company": "Hanse Reisen GmbH",
            "phone": "+49 170 5550001",
            "phone_2": "+49 40 1234567",
            "email": "anna.schmidt@hanse-reisen.de",
            "web": "www.hanse-reisen.de",
        },
    ),
    (
        """此致
敬礼
--
王伟  采购总监
海纳贸易（上海）有限公司
手机：138 1643 2207  座机：021-68880000转12
微信号：wangwei88
邮箱：wang.wei@hailan.example
地址：上海市浦东新区世纪大道100号""",
        "CN",
        {
            "family": "王",
            "given": "伟",
            "title": "采购总监",
            "company": "海纳贸易（上海）有限公司",
            "phone": "138 1643 2207",
            "phone_2": "021-68880000 ext. 12",
            "wechat": "wangwei88",
            "email": "wang.wei@hailan.example",
            "street": "上海市浦东新区世纪大道100号",
        },
    ),
    (
        "Jane O'Neil, Sales Manager\nACME Inc.\n+1 212 555 2368 ext. 7",
        "US",
        {
            "family": "O'Neil",
            "given": "Jane",
            "title": "Sales Manager",
            "company": "ACME Inc.",
            "phone": "+1 212 555 2368 ext. 7",
        },
    ),
    ("李娜女士 | 市场部经理 | 13900000000", "CN", {
        "family": "李", "given": "娜", "honorific": "ms", "title": "市场部经理", "phone": "13900000000",
    }),
]  # fmt: skip


@pytest.mark.parametrize(("text", "region", "said"), SIGNATURES)
def test_what_a_signature_says(text, region, said):
    found = {one.field: one.value for one in read_signature(text, region)}
    assert {name: value for name, value in found.items() if name in said} == said
    assert set(found) - set(said) <= {"street"}


def test_each_part_names_its_line():
    (name,) = [one for one in read_signature("Anna Schmidt\nHanse GmbH") if one.field == "given"]
    assert (name.value, name.line) == ("Anna", "Anna Schmidt")


@pytest.mark.parametrize("text", ["", "\n\n--\n", "12", "> Anna Schmidt"])
def test_nothing_to_read(text):
    assert read_signature(text) == []


@given(st.text(max_size=400))
def test_no_text_breaks_it(text):
    assert all(one.value and len(one.value) <= 400 for one in read_signature(text, "CN"))
