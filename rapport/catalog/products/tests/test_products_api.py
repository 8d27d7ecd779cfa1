"""Products over the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.catalog.products.actions import create_product
from rapport.catalog.products.models import Product

pytestmark = pytest.mark.django_db
JSON = "application/json"
CHAIR = {"sku": "CH-1", "name": "Chair", "currency": "CNY", "list_price": "199.90"}


def test_a_product_is_added(admin, caller):
    answer = caller(admin).post("/api/v1/products", CHAIR, content_type=JSON)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert answer["Location"] == f"/api/v1/products/{made['id']}"
    assert (made["sku"], made["list_price"], made["kind"]) == ("CH-1", "199.9000", "good")


def test_an_edit_changes_only_what_is_sent(notebook, admin, caller):
    client, address = caller(admin), f"/api/v1/products/{notebook.pk}"
    tag = {"If-Match": client.get(address)["ETag"]}
    edited = client.patch(address, {"list_price": 9000}, content_type=JSON, headers=tag)
    assert edited.status_code == 200, edited.content
    assert (edited.json()["list_price"], edited.json()["cost"]) == ("9000.0000", "7200.0000")
    late = client.patch(address, {"name": "x"}, content_type=JSON, headers=tag)
    assert late.status_code == 412


def test_it_is_taken_off_sale_and_put_back(notebook, admin, caller):
    client, address = caller(admin), f"/api/v1/products/{notebook.pk}"
    retired = client.post(f"{address}/retire", {"on": "2026-01-31"}, content_type=JSON)
    assert retired.json()["active_until"] == "2026-01-31"
    assert client.post(f"{address}/reinstate").json()["active_until"] is None
    assert client.post(f"{address}/reinstate").status_code == 409


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"sku": ""}, "sku"),
        ({"sku": "NB-14"}, "sku"),
        ({"currency": "XYZ"}, "currency"),
        ({"cost": "-1"}, "cost"),
        ({"cost": "1.23456"}, "cost"),
        ({"kind": "animal"}, "kind"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_saved_names_its_field(notebook, admin, caller, changed, field):
    answer = caller(admin).post("/api/v1/products", CHAIR | changed, content_type=JSON)
    assert answer.status_code == 422
    assert list(answer.json()["fields"]) == [field]
    assert list(Product.objects.all()) == [notebook]


def test_a_seller_reads_and_changes_nothing(notebook, alice, caller):
    client, address = caller(alice), f"/api/v1/products/{notebook.pk}"
    assert client.get(address).status_code == 200
    assert client.patch(address, {"name": "x"}, content_type=JSON).status_code == 403
    assert client.post("/api/v1/products", CHAIR, content_type=JSON).status_code == 403
    retire = client.post(f"{address}/retire", {"on": "2026-01-31"}, content_type=JSON)
    assert retire.status_code == 403


def test_the_list_filters_finds_and_asks_as_often_for_one_as_for_fifty(notebook, admin, at, caller):
    client = caller(admin)
    client.get("/api/v1/products")
    with CaptureQueriesContext(connection) as few:
        client.get("/api/v1/products")
    for number in range(49):
        create_product(by=admin, at=at, sku=f"S{number}", name=f"Lamp {number}", currency="EUR")
    with CaptureQueriesContext(connection) as many:
        items = client.get("/api/v1/products").json()["items"]
    assert len(items) == 50
    assert len(few) == len(many)
    found = client.get("/api/v1/products?q=think&f=kind:is:good").json()["items"]
    assert [one["id"] for one in found] == [notebook.pk]
    assert client.get("/api/v1/products/count?q=lamp").json() == {"count": 49, "is_exact": True}
