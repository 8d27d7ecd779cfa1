"""An order is changed, its lines as long as it is not delivered."""

from datetime import timedelta
from decimal import Decimal

import pytest

from rapport.core.access.actions import StaleVersion
from rapport.core.action import last_group
from rapport.core.errors import Invalid, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.undo.actions import undo
from rapport.sales.creditnotes.models import CreditNote, CreditNoteLine
from rapport.sales.orders.actions import (
    OrderIsCancelled,
    OrderIsCredited,
    OrderIsDelivered,
    cancel_order,
    deliver_order,
    edit_order,
    settle_order,
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


def test_in_another_currency_every_line_is_computed_anew(order, alice, at):
    edited = edit_order(order.pk, by=alice, at=at, currency="JPY", rate=Decimal("0.05"))
    assert (edited.total, edited.base_total) == (Decimal(19282), Decimal("964.10"))
    line = edited.lines.get()
    assert (line.net, line.tax, line.total) == (Decimal(17064), Decimal(2218), Decimal(19282))


def test_what_was_paid_stays_in_its_currency(order, alice, at):
    settle_order(order.pk, by=alice, at=at, amount=Decimal(1))
    with pytest.raises(Invalid) as told:
        edit_order(order.pk, by=alice, at=at, currency="EUR", rate=Decimal(8))
    assert told.value.fields == {"currency": "Something was paid in CNY already."}


def test_the_lines_of_a_credited_order_stay(order, alice, at):
    credited = order.lines.get()
    note = CreditNote.objects.create(
        number="CN-1", order=order, owner=alice, credited_at=at, currency="CNY"
    )
    CreditNoteLine.objects.create(
        credit_note=note, order_line=credited, position=1, quantity=1, unit_price=1, net=1, total=1
    )
    with pytest.raises(OrderIsCredited):
        edit_order(order.pk, by=alice, at=at, lines=changed(order))
    assert edit_order(order.pk, by=alice, at=at, note="Dent").note == "Dent"


def test_a_line_is_named_once(order, alice, at):
    kept = changed(order)[1]
    with pytest.raises(Invalid) as told:
        edit_order(order.pk, by=alice, at=at, lines=[kept, kept])
    assert told.value.fields == {"lines": "The same line is there twice."}


def test_nothing_is_due_back_before_it_was_ordered(order, alice, at):
    with pytest.raises(Invalid) as told:
        edit_order(order.pk, by=alice, at=at, due_back_on=at.date() - timedelta(days=2))
    assert list(told.value.fields) == ["due_back_on"]
