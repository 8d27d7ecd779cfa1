"""Orders over the API."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.sales.orders.actions import place_order
from rapport.sales.orders.lines import LineInput
from rapport.sales.orders.models import Order

pytestmark = pytest.mark.django_db
JSON = "application/json"


def test_an_order_is_placed_at_the_list_price(wang, notebook, alice, caller):
    line = {"product_id": notebook.pk, "quantity": 2, "tax_rate": 13}
    sent = {"party_id": wang.pk, "ordered_at": "2026-01-05T09:30:00Z", "lines": [line]}
    answer = caller(alice).post("/api/v1/orders", sent, content_type=JSON)
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert answer["Location"] == f"/api/v1/orders/{made['id']}"
    assert (made["party_id"], made["owner_id"], made["billing"]) == (wang.pk, alice.pk, "unpaid")
    assert (made["net_total"], made["total"]) == ("18960.0000", "21424.8000")
    assert made["lines"][0]["description"] == "ThinkBook 14"


def test_an_edit_changes_what_is_sent(order, alice, caller):
    client, address = caller(alice), f"/api/v1/orders/{order.pk}"
    read = client.get(address)
    tag = {"If-Match": read["ETag"]}
    line = {"id": read.json()["lines"][0]["id"], "description": "Hinge", "unit_price": "10.5"}
    sent = {"note": "By truck", "lines": [line]}
    edited = client.patch(address, sent, content_type=JSON, headers=tag)
    assert edited.status_code == 200, edited.content
    assert (edited.json()["note"], edited.json()["total"]) == ("By truck", "10.5000")
    assert edited.json()["party_id"] == order.party_id
    assert edited.json()["lines"][0]["id"] == line["id"]
    assert client.patch(address, sent, content_type=JSON, headers=tag).status_code == 412


def test_a_verb_looks_at_the_version_that_was_read(order, bob, caller):
    client, address = caller(bob), f"/api/v1/orders/{order.pk}"
    tag = client.get(address)["ETag"]

    def settle(etag: str) -> object:
        sent = {"content_type": JSON, "headers": {"If-Match": etag}}
        return client.post(f"{address}/settle", {"amount": "1"}, **sent).status_code

    assert settle("soon") == 422
    assert settle(tag) == 200
    assert settle(tag) == 412


def test_it_is_settled_delivered_credited_and_returned(order, alice, bob, caller):
    client, address = caller(bob), f"/api/v1/orders/{order.pk}"
    paid = client.post(f"{address}/settle", {"amount": "100"}, content_type=JSON)
    assert (paid.json()["paid_total"], paid.json()["billing"]) == ("100.0000", "part_paid")
    assert client.post(f"{address}/cancel").status_code == 409
    sent = {"delivered_at": "2026-01-06T10:00:00Z"}
    delivered = client.post(f"{address}/deliver", sent, content_type=JSON)
    assert delivered.json()["delivered_at"] == "2026-01-06T10:00:00Z"
    line = delivered.json()["lines"][0]["id"]
    part = {"lines": [{"line_id": line, "quantity": 1}], "reason": "Scratched"}
    note = client.post(f"{address}/credit", part, content_type=JSON)
    assert note.status_code == 201, note.content
    assert note.json()["reason"] == "Scratched"
    too_much = client.post(
        f"{address}/credit", {"lines": [{"line_id": line, "quantity": 2}]}, content_type=JSON
    )
    assert f"lines.{line}" in too_much.json()["fields"]
    assert client.get(f"{address}/credit-notes").json() == [note.json()]
    returned = client.post(f"{address}/return", {}, content_type=JSON)
    assert returned.json()["fulfilment"] == "returned"


def test_it_is_cancelled(order, bob, caller):
    answer = caller(bob).post(f"/api/v1/orders/{order.pk}/cancel")
    assert answer.json()["commercial"] == "cancelled"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "lines"),
        ({"lines": []}, "lines"),
        ({"lines": [{}]}, "lines.0.description"),
        ({"lines": [{"description": "x", "quantity": 0}]}, "lines.0.quantity"),
        ({"lines": [{"description": "x", "discount": 101}]}, "lines.0.discount"),
        ({"lines": [{"product_id": 99}]}, "lines.0.product"),
        ({"lines": [{"description": "x"}], "currency": "USD"}, "rate"),
        ({"lines": [{"description": "x"}], "ordered_at": "2026-01-05"}, "ordered_at"),
        ({"lines": [{"description": "x"}], "colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_saved_names_its_field(alice, caller, sent, field):
    answer = caller(alice).post("/api/v1/orders", sent, content_type=JSON)
    assert answer.status_code == 422
    assert field in answer.json()["fields"]
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("lines", "currency", "field"),
    [
        ([{"quantity": 10**9, "unit_price": 10**10}], "CNY", "lines.0.unit_price"),
        ([{"quantity": 999, "unit_price": 10**11 - 1}] * 11, "CNY", "lines"),
        ([{"quantity": 99, "unit_price": 10**9}], "USD", "lines"),
    ],
)
def test_more_than_a_document_can_hold_is_refused(alice, caller, lines, currency, field):
    sent = {"lines": [{"description": "x"} | line for line in lines], "currency": currency}
    answer = caller(alice).post("/api/v1/orders", sent | {"rate": 10**8}, content_type=JSON)
    assert answer.status_code == 422, answer.content
    assert list(answer.json()["fields"]) == [field]
    assert not Order.objects.exists()


def test_as_charlie_it_is_not_there(order, wang, charlie, caller):
    client, address = caller(charlie), f"/api/v1/orders/{order.pk}"
    assert client.get(address).status_code == 404
    assert client.get(f"{address}/credit-notes").status_code == 404
    assert client.patch(address, {"note": "x"}, content_type=JSON).status_code == 404
    assert client.post(f"{address}/deliver", {}, content_type=JSON).status_code in {403, 404}
    assert client.get("/api/v1/orders").json()["items"] == []
    assert client.get("/api/v1/orders/count").json()["count"] == 0
    sent = {"party_id": wang.pk, "lines": [{"description": "x"}]}
    assert client.post("/api/v1/orders", sent, content_type=JSON).status_code == 404


def test_list_and_order_ask_as_often_for_one_row_as_for_fifty(order, wang, alice, at, caller):
    client, address = caller(alice), f"/api/v1/orders/{order.pk}"
    client.get("/api/v1/orders")
    with CaptureQueriesContext(connection) as few:
        client.get("/api/v1/orders")
        client.get(address)
    line = LineInput(description="x", quantity=1, unit_price=1)
    for _ in range(49):
        place_order(by=alice, at=at, party_id=wang.pk, lines=[line] * 5)
    long = Order.objects.exclude(pk=order.pk).first()
    with CaptureQueriesContext(connection) as many:
        items = client.get("/api/v1/orders").json()["items"]
        client.get(f"/api/v1/orders/{long.pk}")
    assert len(items) == 50
    assert len(few) == len(many)
    found = client.get(f"/api/v1/orders?f=party:is:{wang.pk}&q={order.number}").json()["items"]
    assert [one["id"] for one in found] == [order.pk]


@pytest.mark.parametrize("figure", ["1e-100000", "1e-16384"])
def test_a_figure_smaller_than_any_is_refused(alice, caller, figure):
    answer = caller(alice).get(f"/api/v1/orders?f=total:min:{figure}")
    assert answer.status_code == 422
    assert "cannot be used in the filter" in answer.json()["detail"]
