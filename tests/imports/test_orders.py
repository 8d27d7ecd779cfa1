"""Orders come in from a file, line by line, whole or not at all."""

from decimal import Decimal

import pytest

from rapport.catalog.products.actions import create_product
from rapport.catalog.products.models import Product, ProductAlias
from rapport.core.imports.actions import ask_undo_import, undo_import
from rapport.core.search.queries import search
from rapport.customers.parties.models import ExternalRef, Party
from rapport.customers.people.actions import create_person
from rapport.sales.creditnotes.actions import credit_order
from rapport.sales.creditnotes.models import CreditNote
from rapport.sales.orders.actions import cancel_order
from rapport.sales.orders.models import Order, OrderLine
from tests.imports.conftest import counts

FILE = """Invoice,Date,Customer ID,StockCode,Description,Qty,Price
1001,2026-03-01 08:26:00,7,A1,Anchor,6,2.555
1001,2026-03-01 08:26:00,7,B2,Boat,1,"1,000"
1002,2026-03-02,,A1,Anchor (new),1,2.60
1001,2026-03-01 08:26:00,7,A1,Anchor,6,2.555
"""


@pytest.fixture
def anna(alice, at):
    """A customer whom the shop knows as 7."""
    party = create_person(by=alice, at=at, given="Anna", family="Schmidt").party
    ExternalRef.objects.create(system="file", key="7", party=party)
    return party


def test_lines_are_grouped_and_twins_are_kept(imported, anna, alice):
    run = imported("orders", FILE)
    assert (run.state, counts(run)) == ("done", (4, 4, 0, 0, 0, 0)), [
        i.reason for i in run.issues.all()
    ]
    assert run.records == {"orders": 2, "credit_notes": 0, "lines": 4}
    first = Order.objects.get(number="1001")
    lines = [(ln.position, ln.source_row, ln.description, ln.total) for ln in first.lines.all()]
    assert lines == [
        (1, 1, "Anchor", Decimal("15.33")),
        (2, 2, "Boat", Decimal(1000)),
        (3, 4, "Anchor", Decimal("15.33")),
    ]
    assert (first.total, first.party, first.owner, first.currency) == (
        Decimal("1030.66"),
        anna,
        alice,
        "CNY",
    )
    till = Order.objects.get(number="1002")
    assert (till.party, till.owner) == (None, run.owner)


def test_the_newest_description_names_the_product(imported, anna, admin):
    imported("orders", FILE)
    anchor = Product.objects.get(sku="A1")
    assert (anchor.name, anchor.list_price) == ("Anchor (new)", Decimal("2.60"))
    assert ProductAlias.objects.get().text == "Anchor"
    assert [f.title for f in search(admin, "1001", only=["order"])] == ["1001"]
    assert [f.title for f in search(admin, "boat", only=["product"])] == ["Boat"]


def test_again_is_left_and_an_update_compares_the_lines(imported, anna):
    imported("orders", FILE)
    assert counts(imported("orders", FILE)) == (4, 0, 0, 0, 4, 0)
    assert counts(imported("orders", FILE, match="update")) == (4, 0, 0, 4, 0, 0)
    changed = FILE.replace(
        "1002,2026-03-02,,A1,Anchor (new),1", "1002,2026-03-02,,A1,Anchor (new),3"
    )
    run = imported("orders", changed, match="update")
    assert counts(run) == (4, 0, 1, 3, 0, 0)
    assert Order.objects.get(number="1002").total == Decimal("7.80")
    assert OrderLine.objects.count() == 4


def test_what_other_documents_rest_on_is_not_changed(imported, anna, admin, at):
    text = "order,currency,product,qty,price\n1,CNY,Film,1,5\n2,CNY,Film,1,5\n3,CNY,Film,1,5\n4,CNY,Film,1,5\n"
    imported("orders", text)
    one, two = (Order.objects.get(number=number) for number in "12")
    credit_order(one.pk, by=admin, at=at)
    cancel_order(two.pk, by=admin, at=at)
    changed = text.replace("Film,1,5", "Film,2,5").replace("3,CNY", "3,EUR")
    run = imported("orders", changed, match="update", options={"rate": "8"})
    assert counts(run) == (4, 0, 1, 0, 0, 3)
    assert {issue.row: issue.reason for issue in run.issues.all()} == {
        1: "a part of this order is credited already",
        2: "this order was cancelled",
        3: "this order is in another currency",
    }
    assert [o.total for o in Order.objects.order_by("number")] == [5, 5, 5, 10]


def test_an_order_with_a_wrong_line_stays_out_as_a_whole(imported, anna):
    run = imported("orders", FILE.replace("Boat,1,", "Boat,many,"))
    assert counts(run) == (4, 1, 0, 0, 0, 3)
    reasons = {issue.row: issue.reason for issue in run.issues.all()}
    assert reasons == {
        1: "Another line of this order cannot be used.",
        2: "Quantity: Enter a figure, such as 12.50.",
        4: "Another line of this order cannot be used.",
    }
    assert not Order.objects.filter(number="1001").exists()


def test_an_unknown_customer_is_refused_or_left_out(imported):
    assert counts(imported("orders", FILE)) == (4, 1, 0, 0, 0, 3)
    run = imported("orders", FILE, options={"unknown_customers": "without"})
    assert counts(run) == (4, 3, 0, 0, 1, 0)


def test_a_customer_whom_the_importer_may_not_see_is_unknown(imported, charlie, bob, at):
    hidden = create_person(by=charlie, at=at, given="Carl", family="Berg").party
    ExternalRef.objects.create(system="file", key="7", party=hidden)
    run = imported("orders", FILE, by=bob)
    assert counts(run) == (4, 1, 0, 0, 0, 3)


def test_unknown_products_can_be_refused(imported, admin, at):
    create_product(by=admin, at=at, sku="A1", name="Anchor", currency="CNY", cost=Decimal(2))
    text = "order,sku,qty,price\n1,A1,1,5\n2,B2,1,5\n"
    run = imported("orders", text, options={"unknown_products": "refuse"})
    assert counts(run) == (2, 1, 0, 0, 0, 1)
    assert OrderLine.objects.get().cost == Decimal(2)


def test_cancellations_become_credit_notes(imported, anna):
    text = (
        "Invoice,Customer ID,StockCode,Description,Qty,Price\n"
        "C9,7,A1,Anchor,-2,2.50\nC9,7,B2,Boat,-1,10\nC10,7,A1,Anchor,1,2\n5,7,A1,Anchor,-1,0\n"
    )
    run = imported("orders", text, options={"credit_prefix": "C"})
    assert counts(run) == (4, 3, 0, 0, 0, 1)
    note = CreditNote.objects.get()
    assert (note.number, note.total, note.party) == ("C9", Decimal(15), anna)
    assert list(note.lines.values_list("quantity", flat=True)) == [Decimal(2), Decimal(1)]
    assert Order.objects.get(number="5").lines.get().quantity == Decimal(-1)
    assert counts(imported("orders", text, options={"credit_prefix": "C"})) == (4, 0, 0, 0, 3, 1)


def test_rentals_with_payment_and_return(imported, anna):
    run = imported(
        "orders",
        "order,kind,date,delivered on,returned on,paid,customer id,product,qty,price\n"
        "R1,rental,2026-03-01,2026-03-01,2026-03-04,2.99,7,Film,1,2.99\n"
        "R2,rental,2026-03-01,2026-03-01,,1,7,Film,1,2.99\n",
    )
    assert counts(run) == (2, 2, 0, 0, 0, 0)
    back, lent = Order.objects.order_by("number")
    assert (back.fulfilment, back.billing) == ("returned", "paid")
    assert (lent.fulfilment, lent.billing, lent.is_lent) == ("delivered", "part_paid", True)
    assert Party.objects.get(pk=anna.pk).lifecycle == "customer"


def test_another_currency_needs_a_rate(imported):
    text = "order,currency,product,qty,price\n1,EUR,Film,1,10\n2,JPY,Film,3,33.5\n"
    assert counts(imported("orders", text))[5] == 2
    run = imported("orders", text, options={"rate": "8"})
    assert counts(run)[1] == 2
    assert list(Order.objects.order_by("number").values_list("total", "base_total")) == [
        (Decimal(10), Decimal(80)),
        (Decimal(101), Decimal(808)),
    ]


def test_all_of_it_is_undone(imported, anna, admin, at):
    run = imported("orders", FILE)
    ask_undo_import(run.pk, by=admin, at=at)
    done = undo_import(run.pk, by=admin, at=at)
    assert (done.state, done.kept_by_undo) == ("undone", 0)
    assert not Order.objects.exists()
    assert not Product.objects.exists()
    assert Party.objects.get(pk=anna.pk).lifecycle == "prospect"


def test_an_order_that_was_edited_is_kept_with_its_lines_and_products(imported, anna, admin, at):
    run = imported("orders", FILE)
    Order.objects.filter(number="1001").update(note="Call first")
    ask_undo_import(run.pk, by=admin, at=at)
    done = undo_import(run.pk, by=admin, at=at)
    kept = Order.objects.get()
    assert (kept.number, kept.lines.count(), Product.objects.count()) == ("1001", 3, 2)
    assert done.kept_by_undo == 3  # the order and the two products on it
