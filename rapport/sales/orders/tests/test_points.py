"""What a customer's orders give to talk about: each with its reason, none that is not true."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from rapport.core.access.models import User
from rapport.customers.parties.models import Party
from rapport.sales.orders.models import Fulfilment, Order, OrderLine
from rapport.sales.orders.points import bought, coming, delivered

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer(alice: User) -> Party:
    """Alice's customer."""
    return Party.objects.create(
        kind="person", display_name="王伟", sort_key="wang wei", owner=alice, lifecycle="customer"
    )


def an_order(customer: Party, at: datetime, **fields: object) -> Order:
    """An order for a notebook, placed a month ago."""
    order = Order.objects.create(
        number=f"SO-{Order.objects.count()}",
        party=customer,
        owner=customer.owner,
        currency="CNY",
        ordered_at=at - timedelta(days=30),
        total=Decimal(9480),
        base_total=Decimal(9480),
        **{"billing": "unpaid", **fields},
    )
    OrderLine.objects.create(
        order=order,
        position=1,
        description="ThinkBook 14",
        quantity=1,
        unit_price=Decimal(9480),
        total=Decimal(9480),
        net=Decimal(9480),
    )
    return order


def test_a_delivery_that_nobody_asked_about(customer: Party, alice: User, at) -> None:
    an_order(customer, at, delivered_at=at - timedelta(days=21), fulfilment=Fulfilment.DELIVERED)
    (point,) = delivered(customer, alice, at)
    assert point.title == "ThinkBook 14 was delivered"
    assert point.reason.endswith("Nobody has asked about it yet.")


def test_after_a_contact_it_claims_nothing(customer: Party, alice: User, at) -> None:
    an_order(customer, at, delivered_at=at - timedelta(days=21), fulfilment=Fulfilment.DELIVERED)
    customer.last_touch_at = at - timedelta(days=1)
    assert "Nobody" not in delivered(customer, alice, at)[0].reason


def test_what_is_still_to_come_says_what_is_open(customer: Party, alice: User, at) -> None:
    an_order(customer, at, paid_total=Decimal(480), billing="part_paid")
    (point,) = coming(customer, alice, at)
    assert "9,000 not paid yet" in point.reason


def test_what_was_bought_is_added_up_in_base_currency(customer: Party, alice: User, at) -> None:
    an_order(customer, at)
    assert bought(customer, alice, at) == []
    an_order(customer, at)
    assert "18,960 in 2 orders" in bought(customer, alice, at)[0].title


def test_another_team_is_told_nothing(customer: Party, charlie: User, at) -> None:
    an_order(customer, at)
    an_order(customer, at, delivered_at=at - timedelta(days=2), fulfilment=Fulfilment.DELIVERED)
    for provide in (delivered, coming, bought):
        assert provide(customer, charlie, at) == []
