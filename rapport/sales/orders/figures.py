"""The arithmetic of a document: half up per line to the currency's minor unit, sums of rounded lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rapport.core.money.money import rounded

HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Figures:
    """Net, tax and total of a line or a document, in its currency."""

    net: Decimal
    tax: Decimal

    @property
    def total(self) -> Decimal:
        """Return what is to be paid."""
        return self.net + self.tax


def of_line(
    quantity: Decimal,
    unit_price: Decimal,
    currency: str,
    *,
    discount: Decimal = Decimal(0),
    tax_rate: Decimal = Decimal(0),
) -> Figures:
    """Return a line's figures. Discount and tax rate are percent; prices are net of tax."""
    net = rounded(quantity * unit_price * (HUNDRED - discount) / HUNDRED, currency)
    return Figures(net, rounded(net * tax_rate / HUNDRED, currency))


def of_document(lines: Iterable[Any]) -> Figures:
    """Return the sum of rounded lines: figures, or stored lines with `net` and `tax`."""
    found = list(lines)
    return Figures(
        sum((line.net for line in found), Decimal(0)), sum((line.tax for line in found), Decimal(0))
    )
