"""An amount in a currency. Never a float, never added across currencies, rounded half up to the minor unit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from babel.numbers import get_currency_precision, list_currencies

from rapport.core.errors import Invalid

CURRENCIES: frozenset[str] = frozenset(list_currencies(locale="en"))


class MixedCurrencies(Invalid):
    """Amounts in %(left)s and %(right)s cannot be added. Convert one of them first."""


class UnknownCurrency(Invalid):
    """There is no currency %(code)s. Use a three-letter code such as CNY or EUR."""


@dataclass(frozen=True)
class Money:
    """So much of a currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in CURRENCIES:
            raise UnknownCurrency(code=self.currency)

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise MixedCurrencies(left=self.currency, right=other.currency)
        return Money(self.amount + other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        return Money(self.amount * factor, self.currency)

    def rounded(self) -> Money:
        """Return the amount half up to the currency's minor unit: 0.125 EUR is 0.13, 12.5 JPY is 13."""
        return Money(rounded(self.amount, self.currency), self.currency)

    def converted(self, rate: Decimal, currency: str) -> Money:
        """Return the amount in another currency at `rate` (units of it for one of ours), rounded. Store both."""
        return Money(self.amount * rate, currency).rounded()


def rounded(amount: Decimal, currency: str) -> Decimal:
    """Round half up to the currency's minor unit, as invoices are (house rule 6)."""
    digits: Any = get_currency_precision(currency)
    return amount.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
