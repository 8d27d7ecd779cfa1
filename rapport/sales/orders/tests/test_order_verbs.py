"""An order is delivered, returned, settled and cancelled."""

from datetime import timedelta
from decimal import Decimal

import pytest

from rapport.core.action import last_group
from rapport.core.errors import Invalid, Missing, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.undo.actions import undo
from rapport.customers.parties.models import Party
from rapport.sales.orders.actions import (
    OrderIsCancelled,
    OrderIsDelivered,
    OrderIsNotDelivered,
    OrderIsPaid,
    OrderIsReturned,
    cancel_order,
    deliver_order,
    place_order,
    return_order,
    settle_order,
)
from rapport.sales.orders.models import Order

VERBS = [deliver_order, return_order, cancel_order]


def told(name, order):
    return EventRow.objects.filter(name=name, subject_id=order.pk, party_id=order.party_id).exists()


def test_deliver(order, alice, at):
    deliver_order(order.pk, by=alice, at=at)
    order.refresh_from_db()
    assert (order.fulfilment, order.delivered_at) == ("delivered", at)
    assert told("OrderDelivered", order)
    with pytest.raises(OrderIsDelivered):
        deliver_order(order.pk, by=alice, at=at)


def test_return(order, alice, at):
    with pytest.raises(OrderIsNotDelivered):
        return_order(order.pk, by=alice, at=at)
    deliver_order(order.pk, by=alice, at=at)
    return_order(order.pk, by=alice, at=at, returned_at=at + timedelta(days=3))
    order.refresh_from_db()
    assert (order.fulfilment, order.returned_at) == ("returned", at + timedelta(days=3))
    assert told("OrderReturned", order)
    with pytest.raises(OrderIsReturned):
        return_order(order.pk, by=alice, at=at)


def test_a_rental_is_overdue_until_it_is_back(alice, wang, two_notebooks, at):
    rental = place_order(
        by=alice,
        at=at,
        party_id=wang.pk,
        lines=two_notebooks,
        kind="rental",
        due_back_on=at.date(),
    )
    deliver_order(rental.pk, by=alice, at=at)
    tomorrow = at.date() + timedelta(days=1)
    assert not Order.objects.overdue(at.date()).exists()
    assert list(Order.objects.overdue(tomorrow)) == [rental]
    return_order(rental.pk, by=alice, at=at)
    assert not Order.objects.overdue(tomorrow).exists()


def test_settle(order, alice, at):
    settle_order(order.pk, by=alice, at=at, amount=Decimal("5000"))
    order.refresh_from_db()
    assert order.billing == "part_paid"
    settle_order(order.pk, by=alice, at=at, amount=Decimal("14282.32"))
    order.refresh_from_db()
    assert order.billing == "paid"
    assert told("OrderSettled", order)
    for amount in (Decimal(0), Decimal(-20_000), Decimal("0.001")):
        with pytest.raises(Invalid):
            settle_order(order.pk, by=alice, at=at, amount=amount)


def test_cancel(order, alice, at):
    cancel_order(order.pk, by=alice, at=at)
    order.refresh_from_db()
    assert (order.commercial, order.cancelled_at) == ("cancelled", at)
    assert told("OrderCancelled", order)
    for verb in VERBS:
        with pytest.raises(OrderIsCancelled):
            verb(order.pk, by=alice, at=at)


def test_what_was_delivered_or_paid_is_not_cancelled(order, alice, at):
    settle_order(order.pk, by=alice, at=at, amount=Decimal(1))
    with pytest.raises(OrderIsPaid):
        cancel_order(order.pk, by=alice, at=at)
    deliver_order(order.pk, by=alice, at=at)
    with pytest.raises(OrderIsDelivered):
        cancel_order(order.pk, by=alice, at=at)


@pytest.mark.parametrize("verb", VERBS)
def test_not_by_strangers_nor_by_those_who_only_see_it(order, charlie, dana, at, verb):
    with pytest.raises(Missing):
        verb(order.pk, by=charlie, at=at)
    with pytest.raises(NotAllowed):
        verb(order.pk, by=dana, at=at)


@pytest.mark.parametrize("verb", [deliver_order, cancel_order])
def test_each_can_be_taken_back(order, alice, at, verb):
    verb(order.pk, by=alice, at=at)
    undo(last_group(), by=alice, at=at)
    order.refresh_from_db()
    assert (order.commercial, order.fulfilment) == ("placed", "open")
    assert (order.cancelled_at, order.delivered_at) == (None, None)


def test_the_owner_follows_the_customer_whoever_writes(order, wang, charlie, alice):
    Party.objects.filter(pk=wang.pk).update(owner=charlie)
    order.refresh_from_db()
    assert order.owner == charlie
    assert list(Order.objects.visible_to(charlie)) == [order]
    assert not Order.objects.visible_to(alice).exists()
