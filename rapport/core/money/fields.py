"""Money in tables: an amount, and beside it or on its document the currency, the rate and the base amount."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.core.validators import RegexValidator
from django.db import models


class AmountField(models.DecimalField):  # type: ignore[type-arg]
    """NUMERIC(19,4): up to 999 trillion, four places for unit prices."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 19, "decimal_places": 4, **kwargs})


class RateField(models.DecimalField):  # type: ignore[type-arg]
    """The stored rate of exchange: units of base currency for one unit of the document's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        fixed = {"max_digits": 18, "decimal_places": 8, "default": Decimal(1)}
        super().__init__(*args, **{**fixed, **kwargs})


class CurrencyField(models.CharField):  # type: ignore[type-arg]
    """A three-letter code of ISO 4217."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        fixed = {"max_length": 3, "validators": [RegexValidator(r"^[A-Z]{3}$")]}
        super().__init__(*args, **{**fixed, **kwargs})
