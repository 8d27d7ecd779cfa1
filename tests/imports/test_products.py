"""Products come in from a file: matched by number, created, updated, left, refused, and taken back."""

from decimal import Decimal

import pytest

from rapport.catalog.products.actions import create_product
from rapport.catalog.products.models import Product, ProductAlias
from rapport.core.errors import NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.imports.actions import ask_undo_import, undo_import
from rapport.core.search.queries import search
from tests.imports.conftest import counts

FILE = """SKU,Name,Type,Price,Cost,Currency
A1,Anchor,good,"1,250.50",900,CNY
A2,Boat trip,service,99,,EUR
A3,Film,出租,3.5,1,CNY
"""


def test_new_products(imported, admin):
    run = imported("products", FILE)
    assert (run.state, counts(run)) == ("done", (3, 3, 0, 0, 0, 0))
    anchor = Product.objects.get(sku="A1")
    assert (anchor.name, anchor.list_price, anchor.cost) == (
        "Anchor",
        Decimal("1250.50"),
        Decimal(900),
    )
    assert list(Product.objects.order_by("sku").values_list("kind", "currency")) == [
        ("good", "CNY"),
        ("service", "EUR"),
        ("rental", "CNY"),
    ]
    assert [found.title for found in search(admin, "anch", only=["product"])] == ["Anchor"]


def test_existing_ones_are_left_unless_updating_is_chosen(imported, admin, at):
    create_product(by=admin, at=at, sku="A1", name="Old", currency="CNY")
    create_product(
        by=admin,
        at=at,
        sku="A2",
        name="Boat trip",
        currency="EUR",
        kind="service",
        list_price=Decimal(99),
    )
    left = imported("products", FILE)
    assert counts(left) == (3, 1, 0, 0, 2, 0)
    assert Product.objects.get(sku="A1").name == "Old"
    updated = imported("products", FILE, match="update")
    assert counts(updated) == (3, 0, 1, 2, 0, 0)
    assert Product.objects.get(sku="A1").name == "Anchor"
    assert ProductAlias.objects.get().text == "Old"
    again = imported("products", FILE, match="update")
    assert counts(again) == (3, 0, 0, 3, 0, 0)


def test_bad_rows_have_their_reason_and_stop_nobody(imported):
    run = imported(
        "products",
        "sku,name,price,kind\nB1,Good,1,good\n,Nameless,1,good\nB2,,1,good\nB3,X,abc,good\n"
        'B4,X,-1,good\nB5,X,1,animal\nB6,"N\x00L",1,good\nB1,Twice,1,good\nB7,X,1,good,more\n=B8,=1+1,2,good\n',
    )
    assert counts(run) == (10, 2, 0, 0, 1, 7)
    reasons = {issue.row: issue.reason for issue in run.issues.all()}
    assert reasons == {
        2: "Number (SKU): Fill this in.",
        3: "Enter the name of the product.",
        4: "List price: Enter a figure, such as 12.50.",
        5: "List price: This must be at least 0.",
        6: "Kind: Choose one of the values offered.",
        7: "Name: This text holds a character that cannot be stored. Type it again.",
        8: "It is the same record as row 1.",
        9: "There are more cells than headings. Check for a missing quotation mark.",
    }
    assert Product.objects.get(sku="=B8").name == "=1+1"


def test_what_the_database_refuses_is_one_error_among_good_rows(imported):
    rows = "".join(f"C{n},Name {n},1\n" for n in range(50))
    run = imported("products", f"sku,name,price\n{rows}C99,Name,1\n", options={"currency": "eur"})
    assert (run.state, run.errors) == ("done", 51)
    assert "product_currency_is_iso" in run.issues.first().reason
    assert not Product.objects.exists()


def test_a_trial_counts_and_writes_nothing(imported):
    run = imported("products", FILE, is_trial=True)
    assert counts(run) == (3, 3, 0, 0, 0, 0)
    assert not Product.objects.exists()


def test_it_is_undone_except_what_was_edited(imported, admin, at):
    create_product(by=admin, at=at, sku="A2", name="Old", currency="EUR", kind="service")
    run = imported("products", FILE, match="update")
    Product.objects.filter(sku="A3").update(unit="reel")
    ask_undo_import(run.pk, by=admin, at=at)
    done = undo_import(run.pk, by=admin, at=at)
    assert (done.state, done.kept_by_undo) == ("undone", 1)
    assert sorted(Product.objects.values_list("sku", "name")) == [("A2", "Old"), ("A3", "Film")]
    assert [found.title for found in search(admin, "anch", only=["product"])] == []


def test_one_event_a_batch(imported):
    imported("products", FILE)
    told = EventRow.objects.filter(name__in=["RowsImported", "ProductCreated"])
    assert [row.data["created"] for row in told] == [3]


def test_only_who_may_import(drafted, alice):
    with pytest.raises(NotAllowed):
        drafted("products", FILE, by=alice)
