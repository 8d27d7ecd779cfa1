"""What stands below the columns of a list: exact for ten thousand rows, estimated beyond, exact on wish."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.http import QueryDict

from rapport.catalog.products.lists import PRODUCTS
from rapport.core.access.models import User
from rapport.core.errors import Invalid
from rapport.core.lists import foot as under_test
from rapport.core.lists.foot import foot, told
from rapport.core.lists.spec import ListState
from rapport.sales.orders.lists import ORDERS
from rapport.sales.orders.models import Order

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


def state(query: str = "") -> ListState:
    """Return the state as an address writes it."""
    return ListState.read(QueryDict(query))


@pytest.fixture
def orders(alice: User) -> None:
    """Two hundred orders of ¥1.00 to ¥200.00, every second one paid."""
    Order.objects.bulk_create(
        Order(
            number=f"A-{n}",
            owner=alice,
            ordered_at="2026-09-01T08:00Z",
            currency="CNY",
            total=Decimal(n) * 2,
            base_total=Decimal(n),
            paid_total=Decimal(n) * 2 if n % 2 else Decimal(0),
            billing="paid" if n % 2 else "unpaid",
        )
        for n in range(1, 201)
    )


def test_amounts_are_summed_in_base_currency_unless_told_otherwise(
    alice: User, orders: None
) -> None:
    assert told(ORDERS, alice, state()) == {"total": "sum"}
    made = foot(ORDERS, alice, state("f=billing:is:paid"))
    assert (made.cells[-1].label, made.cells[-1].text) == ("Sum", "¥\u202f10,000")
    assert not made.is_estimate
    chosen = foot(ORDERS, alice, state("foot=total.average,owner.distinct,ordered_at.latest"))
    shown = {cell.label: cell.text for cell in chosen.cells if cell.label}
    assert shown == {"Average": "¥\u202f100.50", "Distinct": "1", "Latest": "1 Sep"}


def test_a_long_list_is_estimated_and_exact_on_wish(
    alice: User, orders: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(under_test, "EXACT_UP_TO", 50)
    guessed = foot(ORDERS, alice, state("foot=total.sum,owner.distinct,number.filled"))
    assert guessed.is_estimate
    assert guessed.cells[0].text == "200"  # drawn so often from so few that none is left out
    assert [cell.text for cell in guessed.cells if cell.label == "Distinct"] == ["–"]
    assert guessed.cells[-1].text == "¥\u202f20,100"
    exact = foot(ORDERS, alice, state("foot=owner.distinct"), exact=True)
    assert [cell.text for cell in exact.cells if cell.label] == ["1"]


@pytest.mark.parametrize(
    "query", ["foot=total.most,nothing.sum", "foot=kind.sum", "foot=party.x", "foot=total.avg"]
)
def test_what_cannot_be_told_is_refused(alice: User, query: str) -> None:
    with pytest.raises(Invalid):
        told(ORDERS, alice, state(query))


def test_prices_in_many_currencies_are_not_added_up(alice: User) -> None:
    assert told(PRODUCTS, alice, state()) == {}
    with pytest.raises(Invalid):
        told(PRODUCTS, alice, state("foot=cost.sum"))


def test_the_page_loads_the_foot_and_its_dialog(alice: User, orders: None, signed_in) -> None:
    client = signed_in(alice)
    assert 'hx-get="/lists/orders/foot?"' in client.get("/orders/").content.decode()
    assert "20,100" in client.get("/lists/orders/foot", headers=HX).content.decode()
    dialog = client.get("/lists/orders/foot/total?f=billing:is:paid").content.decode()
    assert "/orders/?f=billing%3Ais%3Apaid&amp;foot=total.average" in dialog
    assert "/orders/?f=billing%3Ais%3Apaid&amp;foot=total." in dialog
    assert client.get("/lists/orders/foot?foot=total.avg").status_code == 422


def test_the_lanes_of_a_board_tell_their_sums(alice: User, orders: None, signed_in) -> None:
    client = signed_in(alice)
    assert 'data-lane="paid"' in client.get("/orders/?as=board&by=billing").content.decode()
    part = client.get("/lists/orders/sections?as=board&by=billing", headers=HX).content.decode()
    assert "100 <b>¥\u202f10,000</b>" in part  # 1 + 3 + … + 199
    assert "100 <b>¥\u202f10,100</b>" in part
