"""An order is placed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from rapport.core.action import last_group
from rapport.core.errors import Invalid, Missing, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.search.queries import search
from rapport.core.undo.actions import undo
from rapport.customers.parties.actions import change_lifecycle
from rapport.sales.orders.actions import NumberTaken, deliver_order, edit_order, place_order
from rapport.sales.orders.lines import LineInput
from rapport.sales.orders.models import Order, OrderLine

ONE = [LineInput(description="Consulting", quantity=Decimal(1), unit_price=Decimal(100))]


def test_works_with_totals_cost_and_owner(order, wang, alice):
    line = order.lines.get()
    assert (line.net, line.tax, line.total) == (
        Decimal(17064),
        Decimal("2218.32"),
        Decimal("19282.32"),
    )
    assert (line.cost, line.description) == (Decimal(7200), "ThinkBook 14")
    assert (order.total, order.base_total, order.owner) == (
        Decimal("19282.32"),
        Decimal("19282.32"),
        alice,
    )
    assert (order.commercial, order.fulfilment, order.billing) == ("placed", "open", "unpaid")
    assert order.number.startswith("SO-")


def test_the_event_is_told_to_the_customers_timeline(order, wang):
    event = EventRow.objects.get(name="OrderPlaced")
    assert (event.subject_id, event.party_id, event.data["total"]) == (
        order.pk,
        wang.pk,
        "19282.3200",
    ) or event.data["total"] == "19282.32"


def test_a_sale_at_the_till_needs_no_customer(alice, charlie, at):
    order = place_order(by=alice, at=at, lines=ONE, source="shop")
    assert (order.party, order.owner) == (None, alice)
    assert list(Order.objects.visible_to(alice)) == [order]
    assert not Order.objects.visible_to(charlie).exists()


def test_another_currency_needs_its_rate_and_keeps_it(alice, at):
    with pytest.raises(Invalid) as told:
        place_order(by=alice, at=at, lines=ONE, currency="EUR")
    assert "EUR" in told.value.fields["rate"]
    order = place_order(by=alice, at=at, lines=ONE, currency="EUR", rate=Decimal("7.8512"))
    assert (order.total, order.base_total) == (Decimal(100), Decimal("785.12"))


def test_numbers_go_on_and_pass_over_those_that_are_taken(alice, at):
    first = place_order(by=alice, at=at, lines=ONE)
    taken = f"SO-{int(first.number.removeprefix('SO-')) + 1:06d}"
    place_order(by=alice, at=at, lines=ONE, number=taken)
    third = place_order(by=alice, at=at, lines=ONE)
    assert third.number == f"SO-{int(first.number.removeprefix('SO-')) + 2:06d}"
    with pytest.raises(NumberTaken):
        place_order(by=alice, at=at, lines=ONE, number=taken)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"quantity": Decimal(0)}, "lines.0.quantity"),
        ({"description": " "}, "lines.0.description"),
        ({"product_id": 999_999}, "lines.0.product"),
        ({"discount": Decimal(101)}, "lines.0.discount"),
        ({"unit_price": Decimal(10) ** 12}, "lines.0.unit_price"),
    ],
)
def test_a_bad_line_has_its_sentence(alice, at, line, field):
    values = {"description": "X", "quantity": Decimal(1), "unit_price": Decimal(1), **line}
    with pytest.raises(Invalid) as told:
        place_order(by=alice, at=at, lines=[LineInput(**values)])
    assert field in told.value.fields
    assert not Order.objects.exists()


def test_an_order_needs_a_line_and_a_sensible_return_date(alice, at):
    with pytest.raises(Invalid):
        place_order(by=alice, at=at, lines=[])
    with pytest.raises(Invalid) as told:
        place_order(
            by=alice,
            at=at,
            lines=ONE,
            kind="rental",
            due_back_on=(at - timedelta(days=1)).date(),
        )
    assert "due_back_on" in told.value.fields


def test_a_stranger_cannot_order_for_him(wang, charlie, dana, at):
    with pytest.raises(Missing):
        place_order(by=charlie, at=at, party_id=wang.pk, lines=ONE)
    with pytest.raises(NotAllowed):
        place_order(by=dana, at=at, lines=ONE)


def test_it_can_be_taken_back(order, alice, at):
    undo(last_group(), by=alice, at=at)
    assert not Order.objects.exists()
    assert not OrderLine.objects.exists()


def test_it_is_found_by_number_and_customer_by_those_who_may(order, wang, alice, charlie):
    for words in (order.number, order.number.split("-")[1], "ww"):
        assert order.pk in [f.object_id for f in search(alice, words, only=["order"])], words
    assert search(charlie, order.number) == []


def test_a_prospect_who_orders_is_a_customer_until_it_is_taken_back(wang, alice, at):
    assert wang.lifecycle == "prospect"
    order = place_order(by=alice, at=at, party_id=wang.pk, lines=ONE)
    group = last_group()
    wang.refresh_from_db()
    assert wang.lifecycle == "customer"
    told = EventRow.objects.get(name="LifecycleChanged")
    assert (told.party_id, told.data["before"], told.data["after"]) == (
        wang.pk,
        "prospect",
        "customer",
    )
    place_order(by=alice, at=at, party_id=wang.pk, lines=ONE)
    assert EventRow.objects.filter(name="LifecycleChanged").count() == 1
    undo(group, by=alice, at=at)
    wang.refresh_from_db()
    assert wang.lifecycle == "prospect"
    assert not Order.objects.filter(pk=order.pk).exists()


@pytest.mark.parametrize("door", ["edit", "deliver"])
def test_so_is_one_to_whom_an_order_is_given_or_delivered_later(wang, alice, at, door):
    order = place_order(by=alice, at=at, lines=ONE)
    if door == "edit":
        edit_order(order.pk, by=alice, at=at, party_id=wang.pk)
    else:
        Order.objects.filter(pk=order.pk).update(party=wang)
        deliver_order(order.pk, by=alice, at=at)
    wang.refresh_from_db()
    assert wang.lifecycle == "customer"


def test_a_former_customer_stays_one_until_somebody_says_otherwise(wang, alice, at):
    change_lifecycle(wang.pk, by=alice, at=at, lifecycle="former")
    place_order(by=alice, at=at, party_id=wang.pk, lines=ONE)
    wang.refresh_from_db()
    assert wang.lifecycle == "former"
