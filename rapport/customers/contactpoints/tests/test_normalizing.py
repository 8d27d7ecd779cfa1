"""Messy input becomes one form, or a sentence that says what is wrong."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from rapport.core.errors import Invalid
from rapport.customers.contactpoints.normalizing import (
    NoCountryCode,
    NotAnEmail,
    NotANumber,
    NotAWebsite,
    NotAWechatId,
    NumberTooLong,
    NumberTooShort,
    normalize,
    region_of,
)


@pytest.mark.parametrize(
    ("raw", "region", "value", "extension"),
    [
        ("138 1643 2207", "CN", "+8613816432207", ""),
        ("（021）6888 1234 转 802", "CN", "+862168881234", "802"),
        ("0086-138-1643-2207", "", "+8613816432207", ""),
        ("+49 (0)30 901820", "", "+4930901820", ""),
        ("030 901820 ext. 12", "DE", "+4930901820", "12"),
        ("1 3 8 1 6 4 3 2 2 0 7", "CN", "+8613816432207", ""),
    ],
)
def test_phones(raw, region, value, extension) -> None:
    found = normalize("phone", raw, region=region)
    assert (found.value, found.extension) == (value, extension)


@pytest.mark.parametrize(
    ("channel", "raw", "region", "error"),
    [
        ("phone", "+86 138 1643", "", NumberTooShort),
        ("phone", "+86 138 1643 2207 99999", "", NumberTooLong),
        ("phone", "13816432207", "", NoCountryCode),
        ("phone", "call me", "CN", NotANumber),
        ("email", "wang.hailan.example", "", NotAnEmail),
        ("wechat", "wang wei", "", NotAWechatId),
        ("web", "javascript:alert(1)", "", NotAWebsite),
        ("web", "nowhere", "", NotAWebsite),
    ],
)
def test_what_is_wrong_is_said_at_the_field(channel, raw, region, error) -> None:
    with pytest.raises(error) as refused:
        normalize(channel, raw, region=region)
    assert refused.value.fields == {"value": refused.value.sentence()}


def test_the_sentence_names_the_country_and_an_example_in_both_languages() -> None:
    for language, words in (("en", "China (+86)"), ("zh-hans", "中国（+86）")):
        with override(language), pytest.raises(Invalid) as refused:
            normalize("phone", "+86 138 1643")
        assert words in str(refused.value)
        assert "+86 131" in str(refused.value)


@pytest.mark.parametrize(
    ("channel", "raw", "value"),
    [
        ("email", "Wang.Wei@Hailan.Example", "wang.wei@hailan.example"),
        ("email", "info@bücher.example", "info@xn--bcher-kva.example"),
        ("web", "WWW.Haina.example/Über", "https://www.haina.example/Über"),
        ("wechat", "WangWei_88", "wangwei_88"),
        ("address", "南京西路 1788号\n上海", "南京西路 1788号 上海"),
    ],
)
def test_other_channels(channel, raw, value) -> None:
    assert normalize(channel, raw).value == value


def test_the_country_of_a_time_zone() -> None:
    assert (region_of("Asia/Shanghai"), region_of("Europe/Berlin"), region_of("UTC")) == (
        "CN",
        "DE",
        "",
    )
