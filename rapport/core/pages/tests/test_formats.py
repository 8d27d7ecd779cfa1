"""What is said in a row and what is named reads as each language writes it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from rapport.core.pages.formats import colon, date as date_, dates, money_short, series


@pytest.mark.parametrize(
    ("language", "names", "label"),
    [("en", "Anna, Ben", "City: "), ("zh-hans", "Anna、Ben", "City：")],
)
def test_commas_and_colons(language: str, names: str, label: str) -> None:
    with translation.override(language):
        assert series(["Anna", "Ben"]) == names
        assert colon("City") == label


@pytest.mark.parametrize(
    ("language", "amount", "shown"),
    [
        ("en", "9480000", "¥\u202f9.48 M"),
        ("en", "22364731.5", "¥\u202f22.4 M"),
        ("en", "999999", "¥\u202f999,999"),
        ("en", "-1234567890", "¥\u202f\N{MINUS SIGN}1.23 B"),
        ("zh-hans", "9480000", "¥\u202f948万"),
        ("zh-hans", "22364731.5", "¥\u202f2,236万"),
        ("zh-hans", "1234567890", "¥\u202f12.3亿"),
    ],
)
def test_large_amounts_are_told_by_three_figures(language: str, amount: str, shown: str) -> None:
    with translation.override(language):
        assert money_short(Decimal(amount), "CNY") == shown


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", ["1 Aug 2024", "1 Aug 2024", ""]), ("zh-hans", ["2024年8月1日", "2024年8月1日", ""])],
)
def test_a_day_is_the_readers(language: str, told: list[str]) -> None:
    late = datetime(2024, 7, 31, 22, 0, tzinfo=UTC)  # already the first of August in Shanghai
    with translation.override(language), timezone.override("Asia/Shanghai"):
        write = dates()
        assert [write(late), write(date(2024, 8, 1)), write(None)] == told
        assert [date_(late), date_(date(2024, 8, 1)), date_(None)] == told
        assert write(timezone.now()) == date_(timezone.now())
