"""The pages of the catalogue."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.catalog.products.actions import create_product
from rapport.catalog.products.models import Product

VALUES = {
    "sku": "NB-16",
    "name": "ThinkBook 16",
    "kind": "good",
    "tax_category": "standard",
    "currency": "CNY",
}


def test_the_list_searches_filters_and_sorts(notebook, alice, admin, signed_in, at):
    create_product(by=admin, at=at, sku="T-1", name="Hainan", kind="service", currency="CNY")
    client = signed_in(alice)
    assert b"Hainan" in client.get("/products/").content
    found = client.get("/products/?q=think").content.decode()
    assert "ThinkBook 14" in found
    assert "Hainan" not in found
    assert "Hainan" in client.get("/products/?f=kind:is:service").content.decode()
    assert "No product matches" in client.get("/products/?f=kind:is:digital").content.decode()
    assert "New product" not in found


def test_an_empty_catalogue_teaches(admin, signed_in):
    assert b"No products yet" in signed_in(admin).get("/products/").content


def test_add_open_edit_retire_and_put_back(admin, signed_in):
    client = signed_in(admin)
    answer = client.post("/products/new", {**VALUES, "list_price": "10999"})
    product = Product.objects.get(sku="NB-16")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/products/{product.pk}")
    assert "¥\u202f10,999" in client.get(f"/products/{product.pk}").content.decode()
    assert (
        client.post(f"/products/{product.pk}/edit", {**VALUES, "name": "TB 16"}).status_code == 303
    )
    shown = client.get(f"/products/{product.pk}").content.decode()
    assert "TB 16" in shown
    assert "ThinkBook 16" in shown
    client.post(f"/products/{product.pk}/retire")
    assert Product.objects.get().active_until
    client.post(f"/products/{product.pk}/reinstate")
    assert not Product.objects.get().active_until


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"sku": ""}, "required"),
        ({"sku": "NB-14"}, "already a product"),
        ({"currency": "XXQ"}, "currency code"),
        ({"cost": "much"}, "Enter a figure, such as 12.50."),
    ],
)
def test_wrong_input_is_said_at_its_field(notebook, admin, signed_in, values, words):
    answer = signed_in(admin).post("/products/new", {**VALUES, **values})
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_sellers_look_but_do_not_touch(notebook, alice, signed_in):
    client = signed_in(alice)
    assert client.get(f"/products/{notebook.pk}").status_code == 200
    assert client.get("/products/new").status_code == 403
    assert client.post(f"/products/{notebook.pk}/retire").status_code == 403
    assert client.get("/products/999999").status_code == 404


def test_the_field_offers_what_is_on_sale(notebook, alice, signed_in):
    assert b"ThinkBook 14" in signed_in(alice).get("/products/pick?q=think").content


def test_as_many_queries_for_fifty_as_for_one(notebook, alice, signed_in):
    client = signed_in(alice)
    client.get("/products/")
    with CaptureQueriesContext(connection) as one:
        client.get("/products/")
    Product.objects.bulk_create(
        Product(sku=f"P{n}", name=f"Product {n}", currency="CNY") for n in range(49)
    )
    with CaptureQueriesContext(connection) as many:
        client.get("/products/")
    assert len(many) == len(one)
