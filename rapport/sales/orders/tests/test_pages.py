"""The pages of orders."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.sales.creditnotes.models import CreditNote
from rapport.sales.orders.actions import deliver_order
from rapport.sales.orders.models import Order

HEAD = {
    "kind": "sale",
    "source": "shop",
    "ordered_at": "2026-09-17T10:00",
    "currency": "CNY",
    "form-TOTAL_FORMS": "2",
    "form-INITIAL_FORMS": "0",
}


def test_the_list_shows_mine_and_not_a_strangers(order, wang, alice, charlie, signed_in):
    mine = signed_in(alice).get("/orders/").content.decode()
    assert order.number in mine
    assert "王伟" in mine
    theirs = signed_in(charlie).get("/orders/").content.decode()
    assert order.number not in theirs
    assert "No orders yet" in theirs
    assert signed_in(charlie).get(f"/orders/{order.pk}").status_code == 404


@pytest.mark.parametrize(
    "query", ["q=ww", "f=fulfilment:is:open", "f=total:min:1000", "f=owner:is:me"]
)
def test_it_is_found_and_filtered(order, alice, signed_in, query):
    assert order.number in signed_in(alice).get(f"/orders/?{query}").content.decode()


def test_place_one_with_a_product_at_its_list_price(wang, notebook, alice, signed_in):
    client = signed_in(alice)
    assert b"New order" in client.get(f"/orders/new?party={wang.pk}").content
    answer = client.post(
        "/orders/new",
        {
            **HEAD,
            "party": wang.pk,
            "form-0-product": notebook.pk,
            "form-0-quantity": "2",
            "form-1-description": "",
        },
    )
    order = Order.objects.get()
    assert answer.headers["Location"] == f"/orders/{order.pk}"
    assert (order.total, order.party, order.lines.count()) == (Decimal(18960), wang, 1)
    shown = client.get(f"/orders/{order.pk}").content.decode()
    assert "¥\u202f18,960" in shown
    assert "ThinkBook 14" in shown


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Add at least one line"),
        ({"form-0-description": "X", "form-0-quantity": "0"}, "quantity other than zero"),
        ({"form-0-description": "X", "currency": "EUR"}, "what one EUR is worth"),
        ({"form-0-description": "X", "form-0-quantity": "many"}, "Enter a figure, such as 12.50."),
    ],
)
def test_wrong_input_is_said(alice, signed_in, values, words):
    answer = signed_in(alice).post("/orders/new", {**HEAD, **values})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Order.objects.exists()


def test_edit_changes_lines_until_it_is_delivered(order, alice, signed_in, at):
    client, line = signed_in(alice), order.lines.get()
    assert b"ThinkBook 14" in client.get(f"/orders/{order.pk}/edit").content
    values = {
        **HEAD,
        "party": order.party_id,
        "form-0-id": line.pk,
        "form-0-product": line.product_id,
    }
    values |= {"form-0-quantity": "1", "form-0-unit_price": "9000", "note": "Call first"}
    assert client.post(f"/orders/{order.pk}/edit", values).status_code == 303
    order.refresh_from_db()
    assert (order.total, order.note, order.lines.get().pk) == (Decimal(9000), "Call first", line.pk)
    deliver_order(order.pk, by=alice, at=at)
    late = {name: value for name, value in values.items() if not name.startswith("form-0")}
    more = {**values, "note": "Late", "form-0-quantity": "5"}
    assert client.post(f"/orders/{order.pk}/edit", more).status_code == 422
    assert client.post(f"/orders/{order.pk}/edit", {**late, "note": "Late"}).status_code == 303
    order.refresh_from_db()
    assert (order.total, order.note) == (Decimal(9000), "Late")


def test_deliver_pay_return_and_credit(order, alice, signed_in):
    client = signed_in(alice)
    assert client.post(f"/orders/{order.pk}/deliver").status_code == 303
    assert b"19282.32" in client.get(f"/orders/{order.pk}/settle").content
    assert client.post(f"/orders/{order.pk}/settle", {"amount": "10000"}).status_code == 303
    assert "52 % paid" in client.get(f"/orders/{order.pk}").content.decode()
    assert client.post(f"/orders/{order.pk}/settle", {"amount": "0"}).status_code == 422
    assert client.post(f"/orders/{order.pk}/return").status_code == 303
    assert client.post(f"/orders/{order.pk}/return").status_code == 409
    assert client.post(f"/orders/{order.pk}/credit").status_code == 303
    assert CreditNote.objects.get().number in client.get(f"/orders/{order.pk}").content.decode()


def test_cancel(order, alice, signed_in):
    signed_in(alice).post(f"/orders/{order.pk}/cancel")
    assert Order.objects.get().is_cancelled
    assert "Cancelled" in signed_in(alice).get(f"/orders/{order.pk}").content.decode()


def test_who_only_looks_finds_no_verbs(order, dana, signed_in):
    client = signed_in(dana)
    shown = client.get(f"/orders/{order.pk}").content.decode()
    assert "/deliver" not in shown
    assert client.post(f"/orders/{order.pk}/deliver").status_code == 403
    assert client.get("/orders/new").status_code == 403


def test_the_panel_tells_what_a_customer_bought(order, wang, alice, charlie, signed_in):
    shown = signed_in(alice).get(f"/orders/panel/{wang.pk}").content.decode()
    assert order.number in shown
    assert "¥\u202f19,282.32" in shown
    assert signed_in(charlie).get(f"/orders/panel/{wang.pk}").status_code == 404


def test_as_many_queries_for_fifty_as_for_one(order, alice, signed_in):
    client = signed_in(alice)
    client.get("/orders/")
    with CaptureQueriesContext(connection) as one:
        client.get("/orders/")
    for n in range(49):
        order.pk, order.number = None, f"X-{n}"
        order.save(force_insert=True)
    with CaptureQueriesContext(connection) as many:
        client.get("/orders/")
    assert len(many) == len(one)
