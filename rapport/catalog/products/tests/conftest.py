"""A product for every test."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from rapport.catalog.products.actions import create_product
from rapport.catalog.products.models import Product


@pytest.fixture
def notebook(admin: Any, at: Any) -> Product:
    """A notebook that is sold for 9,480 yuan."""
    return create_product(
        by=admin,
        at=at,
        sku="NB-14",
        name="ThinkBook 14",
        currency="CNY",
        cost=Decimal("7200"),
        list_price=Decimal("9480"),
        unit="piece",
    )
