"""A credit note is written for an order."""

from decimal import Decimal

import pytest
from django.db.models import Sum

from rapport.core.errors import Invalid, Missing, NotAllowed
from rapport.core.events.models import EventRow
from rapport.sales.creditnotes.actions import NothingLeftToCredit, credit_order
from rapport.sales.creditnotes.models import CreditNote
from rapport.sales.orders.actions import place_order
from rapport.sales.orders.figures import of_line
from rapport.sales.orders.lines import LineInput


def test_a_part_and_then_the_rest(order, alice, at):
    line = order.lines.get()
    part = credit_order(order.pk, by=alice, at=at, quantities={line.pk: Decimal(1)}, reason="Dent")
    assert (part.total, part.reason, part.owner) == (Decimal("9641.16"), "Dent", alice)
    rest = credit_order(order.pk, by=alice, at=at)
    assert part.total + rest.total == order.total
    assert part.number != rest.number
    with pytest.raises(NothingLeftToCredit):
        credit_order(order.pk, by=alice, at=at)


def test_the_event_is_told(order, alice, at):
    note = credit_order(order.pk, by=alice, at=at)
    event = EventRow.objects.get(name="OrderCredited")
    assert (event.subject_id, event.party_id, event.data["credit_note_id"]) == (
        order.pk,
        order.party_id,
        note.pk,
    )


def test_not_more_than_was_sold(order, alice, at):
    line = order.lines.get()
    with pytest.raises(Invalid) as told:
        credit_order(order.pk, by=alice, at=at, quantities={line.pk: Decimal(3)})
    assert "2" in told.value.fields[f"lines.{line.pk}"]
    assert not CreditNote.objects.exists()


def test_not_by_strangers_nor_by_those_who_only_see_it(order, charlie, dana, at):
    with pytest.raises(Missing):
        credit_order(order.pk, by=charlie, at=at)
    with pytest.raises(NotAllowed):
        credit_order(order.pk, by=dana, at=at)


def test_more_than_a_document_can_hold_is_refused(wang, alice, at):
    """What was sold and what was taken back balance in the order; alone, what was sold is too much for a document."""
    price = Decimal(10**11 - 1)
    sold = [LineInput(description="Ship", quantity=Decimal(900), unit_price=price)] * 12
    back = [LineInput(description="Ship", quantity=Decimal(-900), unit_price=price)] * 10
    order = place_order(by=alice, at=at, party_id=wang.pk, lines=[*sold, *back])
    with pytest.raises(Invalid) as told:
        credit_order(order.pk, by=alice, at=at)
    assert told.value.fields == {"lines": "This amount is too large."}
    assert not CreditNote.objects.exists()


def test_parts_come_to_the_order_to_the_cent(wang, alice, at):
    """A third of 100.00 three times is 99.99; the last third is what is left. The same in base currency."""
    lines = [
        LineInput(
            description="Film",
            quantity=Decimal("0.999"),
            unit_price=Decimal("33.35"),
            tax_rate=Decimal(6),
        ),
        LineInput(
            description="Bag",
            quantity=Decimal("0.333"),
            unit_price=Decimal("9.99"),
            tax_rate=Decimal(13),
        ),
    ]
    order = place_order(
        by=alice, at=at, party_id=wang.pk, lines=lines, currency="EUR", rate=Decimal("7.8333")
    )
    film, bag = order.lines.all()
    for _third in range(2):
        part = {film.pk: Decimal("0.333"), bag.pk: Decimal("0.111")}
        credit_order(order.pk, by=alice, at=at, quantities=part)
    credit_order(order.pk, by=alice, at=at)
    sums = CreditNote.objects.aggregate(
        *(Sum(name) for name in ("net_total", "tax_total", "total", "base_total"))
    )
    wanted = (order.net_total, order.tax_total, order.total, order.base_total)
    assert tuple(sums.values()) == wanted
    one_by_one = of_line(Decimal("0.333"), film.unit_price, "EUR", tax_rate=film.tax_rate)
    assert one_by_one.net * 3 != film.net  # else this shows nothing
