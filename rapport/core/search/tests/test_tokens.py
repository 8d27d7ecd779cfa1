from __future__ import annotations

import pytest
from django.db import connection
from hypothesis import given, settings, strategies as st

from rapport.core.search.asking import question
from rapport.core.search.tokens import (
    LONGEST,
    MOST,
    email_tokens,
    fold,
    number_tokens,
    person_tokens,
    phone_tokens,
    text_tokens,
    title_tokens,
)

pytestmark = pytest.mark.django_db
anything = settings(deadline=None, max_examples=300)


@pytest.mark.parametrize(
    ("name", "honorific", "found_by"),
    [
        ("王伟", "mr", ["王", "王伟", "wangwei", "wei", "ww", "wxs", "wangxiansheng", "weiwang"]),
        ("李娜", "ms", ["lina", "ln", "lns", "linvshi"]),
        ("曾志伟", "mr", ["zengzhiwei", "cengzhiwei", "zxs", "cxs", "zhiwei", "志伟"]),
        ("单田芳", "", ["shantianfang", "dantianfang", "stf", "dtf"]),
        ("仇英", "", ["qiuying", "chouying"]),
        ("尉迟恭", "", ["yuchigong", "ycg"]),
        ("欧阳娜", "ms", ["ouyangna", "oyns", "ouyangnvshi"]),
        ("吕布", "", ["lvbu", "lubu", "lyubu"]),
        ("重庆银行", "", ["chongqingyinhang", "yinhang", "cqyh"]),
        ("Anna Krüger", "ms", ["anna", "kruger", "krueger", "ak"]),
        ("Łukasz Øst", "", ["lukasz", "ost", "oest"]),
        ("王Wang伟", "", ["王", "伟", "wang"]),
    ],
)
def test_a_name_is_found_by_what_people_type(name, honorific, found_by):
    assert set(found_by) <= person_tokens(name, honorific=honorific)


def test_the_whole_name_is_marked():
    assert {"=王伟", "=wangwei", "=wxs", "=王先生"} <= person_tokens("王伟", honorific="mr")
    assert not any(token.startswith("=") for token in text_tokens("海蓝科技"))


def test_a_phone_number_is_found_by_any_four_digits_in_a_row():
    tokens = phone_tokens("+86 138-1643 2207")
    assert min(map(len, tokens)) == len("+") + 4
    assert {"+2207", "+8613816432207"} <= tokens
    assert phone_tokens("110") == set()


def test_an_address_is_found_by_its_parts():
    tokens = email_tokens("Wei.Wang@Haina.example")
    assert {"wei.wang@haina.example", "wei.wang", "wei", "wang", "haina.example", "haina"} <= tokens


def test_an_order_number_is_found_whole_and_in_parts():
    assert number_tokens("SO-2291") == {"=so2291", "2291"}
    assert {"nb-14-pro", "nb14pro", "14", "pro"} <= number_tokens("NB-14-PRO")
    for text in ("so-2291", "SO2291", "so-22", "2291", "229"):
        assert found(text, number_tokens("SO-2291")), text
    for text in ("nb-14", "nb14pro", "pro", "nb 14"):
        assert found(text, number_tokens("NB-14-PRO")), text
    assert found("x-15", title_tokens("Model X-15 drone"))


@pytest.mark.parametrize("text", ["", " ", "a", "7", "\0", "-", "  W ", "@"])
def test_too_short_a_question_is_not_asked(text):
    assert question(text) is None


def test_a_question_is_quoted():
    asked = question("o'neill \\ | & ! :* <->")
    assert asked is not None
    assert asked.match == "'o':* & 'neill':*"


@anything
@given(st.text(max_size=900))
def test_tokens_can_always_be_stored(text):
    for tokens in (
        person_tokens(text, honorific="mr"),
        text_tokens(text),
        email_tokens(text),
        number_tokens(text),
        phone_tokens(text),
    ):
        assert len(tokens) <= MOST
        for token in tokens:
            assert 0 < len(token) <= LONGEST
            assert "\0" not in token
            assert "\x1f" not in token
            token.encode()


@anything
@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


HAN = st.text(alphabet="王伟李娜张敏陈曾单解乐重庆银行海蓝科技公司", min_size=1, max_size=12)


@anything
@given(HAN, st.data())
def test_any_part_of_a_chinese_name_finds_it(name, data):
    start = data.draw(st.integers(0, len(name) - 1))
    end = data.draw(st.integers(start + 1, len(name)))
    assert found(name[start:end], title_tokens(name))


@anything
@given(st.text(alphabet="0123456789", min_size=7, max_size=15), st.data())
def test_any_four_digits_of_a_phone_number_find_it(digits, data):
    start = data.draw(st.integers(0, len(digits) - 4))
    end = data.draw(st.integers(start + 4, len(digits)))
    assert found(digits[start:end], phone_tokens(digits))


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüßéñøłABC", min_size=2, max_size=12)


@anything
@given(st.lists(WORD, min_size=1, max_size=4), st.data())
def test_the_beginnings_of_words_find_a_latin_name(words, data):
    name = " ".join(words)
    asked = " ".join(word[: data.draw(st.integers(2, 12))] for word in words)
    assert found(asked, title_tokens(name))


def found(text: str, tokens: set[str]) -> bool:
    """Ask PostgreSQL whether the question is answered by a record with these tokens."""
    asked = question(text)
    assert asked is not None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_to_tsvector(%s::text[]) @@ any(%s::tsquery[])",
            [list(tokens), [asked.match, asked.near]],
        )
        return bool(cursor.fetchone()[0])
