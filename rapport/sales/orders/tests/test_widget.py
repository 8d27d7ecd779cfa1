"""The figures of the month on the home page: in base currency, beside last month, as far as she may see."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from rapport.core.access.models import User
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from rapport.sales.orders.actions import cancel_order, deliver_order, place_order
from rapport.sales.orders.lines import LineInput
from rapport.sales.orders.models import Order
from rapport.sales.orders.widgets import Figures, figures

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 17, 9, 30, tzinfo=UTC)


def day(month: int, number: int) -> datetime:
    return datetime(2026, month, number, 8, tzinfo=UTC)


def sold(alice: User, party: Party, at: datetime, amount: int, *, rate: int = 1) -> Order:
    line = LineInput(description="Sofa", quantity=Decimal(1), unit_price=Decimal(amount))
    currency = "CNY" if rate == 1 else "EUR"
    return place_order(
        by=alice, at=at, party_id=party.pk, lines=[line], currency=currency, rate=Decimal(rate)
    )


def test_the_month_until_now_beside_the_same_days_before(alice: User, wang: Party) -> None:
    other = create_person(by=alice, at=AT, family="李", given="娜").party
    sold(alice, wang, day(8, 10), 800)
    sold(alice, wang, day(8, 25), 5_000)  # after the 17th: not beside this month's days
    sold(alice, wang, day(9, 2), 1_000)
    abroad = sold(alice, other, day(9, 3), 100, rate=8)
    cancelled = sold(alice, other, day(9, 4), 9_999)
    cancel_order(cancelled.pk, by=alice, at=AT)
    deliver_order(abroad.pk, by=alice, at=AT)
    found = figures(alice, AT)
    assert (found.revenue, found.before) == (Decimal(1_800), Decimal(800))
    assert found.change == Decimal("1.25")
    assert found.new_customers == 1  # 李娜; 王伟 bought before
    assert found.to_deliver == 3


def test_nothing_to_compare_with() -> None:
    assert Figures(Decimal(5), Decimal(0), 0, 0).change is None


def test_what_she_sees_is_what_she_may_see(
    alice: User, charlie: User, wang: Party, signed_in: Callable[[User], Client]
) -> None:
    sold(alice, wang, day(9, 2), 1_000)
    assert figures(charlie, AT) == Figures(Decimal(0), Decimal(0), 0, 0)
    html = signed_in(alice).get(reverse("home:part", args=["figures"])).content.decode()
    assert "To deliver" in html
    assert "¥" in html
