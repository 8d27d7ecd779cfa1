"""A product is added to the catalogue."""

from decimal import Decimal

import pytest

from rapport.catalog.products.actions import SkuTaken, create_product
from rapport.catalog.products.models import Product
from rapport.core.errors import Invalid, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.search.queries import search


def test_works(notebook):
    notebook.refresh_from_db()
    assert (notebook.sku, notebook.list_price, notebook.kind) == ("NB-14", Decimal(9480), "good")


def test_the_event_is_told(notebook):
    event = EventRow.objects.get(name="ProductCreated")
    assert (event.subject_id, event.data["sku"]) == (notebook.pk, "NB-14")


def test_a_number_names_one_product(notebook, admin, at):
    with pytest.raises(SkuTaken) as told:
        create_product(by=admin, at=at, sku=" NB-14 ", name="Other", currency="CNY")
    assert "NB-14" in told.value.fields["sku"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"sku": ""}, "sku"),
        ({"name": " "}, "name"),
        ({"name": "n" * 301}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"currency": "XYZ"}, "currency"),
        ({"cost": Decimal(-1)}, "cost"),
        ({"kind": "animal"}, "kind"),
    ],
)
def test_a_bad_value_has_its_sentence(admin, at, values, field):
    with pytest.raises(Invalid) as told:
        create_product(by=admin, at=at, **{"sku": "X", "name": "X", "currency": "CNY", **values})
    assert list(told.value.fields) == [field]
    assert not Product.objects.exists()


def test_sellers_do_not_make_products(alice, at):
    with pytest.raises(NotAllowed):
        create_product(by=alice, at=at, sku="X", name="X", currency="CNY")


def test_every_seller_sees_the_catalogue(notebook, alice, charlie):
    assert list(Product.objects.visible_to(alice)) == [notebook]
    assert list(Product.objects.visible_to(charlie)) == [notebook]


def test_it_is_found_at_once(notebook, alice):
    for words in ("think", "nb14", "nb-14"):
        assert [found.object_id for found in search(alice, words)] == [notebook.pk]
