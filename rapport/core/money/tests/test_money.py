"""Money is right to the cent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from rapport.core.money.money import MixedCurrencies, Money, UnknownCurrency

amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=4)


@pytest.mark.parametrize(
    ("amount", "currency", "expected"),
    [
        ("0.125", "EUR", "0.13"),
        ("-0.125", "EUR", "-0.13"),
        ("12.5", "JPY", "13"),
        ("1.0005", "BHD", "1.001"),
    ],
)
def test_rounding_is_half_up_to_the_minor_unit(amount: str, currency: str, expected: str) -> None:
    assert Money(Decimal(amount), currency).rounded().amount == Decimal(expected)


def test_currencies_are_never_added() -> None:
    with pytest.raises(MixedCurrencies) as error:
        Money(Decimal(50), "USD") + Money(Decimal(50), "EUR")
    assert str(error.value).startswith("Amounts in USD and EUR cannot be added.")


def test_an_unknown_currency_is_named() -> None:
    with pytest.raises(UnknownCurrency):
        Money(Decimal(1), "XQZ")


@given(st.lists(amounts, min_size=1, max_size=20))
def test_sums_are_exact(values: list[Decimal]) -> None:
    total = Money(values[0], "CNY")
    for value in values[1:]:
        total = total + Money(value, "CNY")
    assert Fraction(total.amount) == sum(map(Fraction, values))


@given(amounts)
def test_rounding_moves_by_half_a_cent_at_most_and_twice_changes_nothing(value: Decimal) -> None:
    once = Money(value, "EUR").rounded()
    assert abs(once.amount - value) <= Decimal("0.005")
    assert once.rounded() == once
