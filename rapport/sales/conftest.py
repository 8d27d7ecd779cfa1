"""Orders and who places them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from rapport.catalog.products.actions import create_product
from rapport.catalog.products.models import Product
from rapport.core.company.models import Company
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from rapport.sales.orders.actions import place_order
from rapport.sales.orders.lines import LineInput
from rapport.sales.orders.models import Order


@pytest.fixture(autouse=True)
def haina(db: None) -> Company:
    """The company, which counts in yuan."""
    return Company.objects.create(pk=1, name="海纳", base_currency="CNY")


@pytest.fixture
def wang(alice: Any, at: Any) -> Party:
    """王伟, Alice's customer."""
    return create_person(by=alice, at=at, family="王", given="伟").party


@pytest.fixture
def notebook(admin: Any, at: Any) -> Product:
    """A notebook that costs 7,200 and is sold for 9,480 yuan."""
    return create_product(
        by=admin,
        at=at,
        sku="NB-14",
        name="ThinkBook 14",
        currency="CNY",
        cost=Decimal(7200),
        list_price=Decimal(9480),
    )


@pytest.fixture
def two_notebooks(notebook: Product) -> list[LineInput]:
    """Two notebooks with 10 % off and 13 % tax."""
    line = LineInput(
        product_id=notebook.pk,
        quantity=Decimal(2),
        unit_price=Decimal(9480),
        discount=Decimal(10),
        tax_rate=Decimal(13),
    )
    return [line]


@pytest.fixture
def order(wang: Party, two_notebooks: list[LineInput], alice: Any, at: Any) -> Order:
    """An order of 王伟 for two notebooks."""
    return place_order(by=alice, at=at, party_id=wang.pk, lines=two_notebooks)
