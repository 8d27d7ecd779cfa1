"""An order is changed, its lines as long as it is not delivered."""

from decimal import Decimal

import pytest

from rapport.core.access.actions import StaleVersion
from rapport.core.action import last_group
from rapport.core.errors import NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.undo.actions import undo
from rapport.sales.orders.actions import (
    OrderIsCancelled,
    OrderIsDelivered,
    cancel_order,
    deliver_order,
    edit_order,
)
from rapport.sales.orders.lines import LineInput


def changed(order, **more):
    line = order.lines.get()
    kept = LineInput(
        id=line.pk,
        product_id=line.product_id,
        quantity=Decimal(1),
        unit_price=line.unit_price,
        **more,
    )
    added = LineInput(description="Bag", quantity=Decimal(1), unit_price=Decimal("99.90"))
    return [added, kept]


def test_lines_are_kept_added_and_ordered(order, alice, at, notebook):
    line = order.lines.get()
    notebook.cost = Decimal(1)
    notebook.save()
    edited = edit_order(order.pk, by=alice, at=at, lines=changed(order), note="Gift wrap")
    bag, kept = edited.lines.all()
    assert (bag.description, kept.pk, kept.quantity) == ("Bag", line.pk, Decimal(1))
    assert kept.cost == Decimal(7200)  # what it cost at the sale
    assert (edited.total, edited.note) == (Decimal("9579.90"), "Gift wrap")
    assert EventRow.objects.filter(name="OrderEdited", subject_id=order.pk).exists()


def test_a_delivered_order_keeps_its_lines(order, alice, at):
    deliver_order(order.pk, by=alice, at=at)
    with pytest.raises(OrderIsDelivered):
        edit_order(order.pk, by=alice, at=at, lines=changed(order))
    assert edit_order(order.pk, by=alice, at=at, note="Late").note == "Late"


def test_a_cancelled_order_stays_as_it_was(order, alice, at):
    cancel_order(order.pk, by=alice, at=at)
    with pytest.raises(OrderIsCancelled):
        edit_order(order.pk, by=alice, at=at, note="x")


def test_two_people_at_once(order, alice, bob, at):
    order.refresh_from_db()
    edit_order(order.pk, by=bob, at=at, note="Bob's")
    with pytest.raises(StaleVersion):
        edit_order(order.pk, by=alice, at=at, version=order.version, note="Alice's")


def test_another_team_cannot(order, charlie, at):
    with pytest.raises(Exception, match="cannot see it"):
        edit_order(order.pk, by=charlie, at=at, note="x")


def test_who_only_sees_it_cannot(order, dana, at):
    with pytest.raises(NotAllowed):
        edit_order(order.pk, by=dana, at=at, note="x")


def test_it_can_be_taken_back(order, alice, at):
    edit_order(order.pk, by=alice, at=at, lines=changed(order)[:1])
    undo(last_group(), by=alice, at=at)
    order.refresh_from_db()
    assert order.total == Decimal("19282.32")
    assert order.lines.get().quantity == 2
