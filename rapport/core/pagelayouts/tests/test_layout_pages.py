"""An administrator arranges a record's page and form by role, tries it out, and the role finds it so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from playwright.sync_api import Page, expect

from rapport.catalog.products.actions import create_product
from rapport.catalog.products.layouts import PRODUCT, PRODUCT_FORM
from rapport.core.access.models import Role, User
from rapport.core.customfields.actions import add_field
from rapport.core.pagelayouts.models import PageLayout
from rapport.core.pagelayouts.queries import of_role
from rapport.core.pagelayouts.sent import board
from rapport.core.pagelayouts.sheets import Sheet
from rapport.customers.households.actions import form_household
from rapport.customers.households.layouts import HOUSEHOLD
from rapport.customers.parties.models import Party
from rapport.customers.people.layouts import PERSON, PERSON_FORM
from rapport.sales.orders.actions import place_order
from rapport.sales.orders.layouts import ORDER, ORDER_FORM
from rapport.sales.orders.lines import LineInput

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
DETAILS = "people:details"


def sent(sheet: Sheet, by: User, **changes: object) -> dict[str, object]:
    """What the page sends when nothing was changed, and what was."""
    shown = board(sheet, of_role(sheet, None, by), None, User.objects.get(pk=by.pk))
    data: dict[str, object] = {"version": shown.version, "part": [], "field": [], "section": []}
    for at, parts in shown.columns:
        for part in parts:
            data["part"].append(part.name)
            data[f"where-{part.name}"] = at
    for box in shown.boxes:
        data["section"].append(box.key)
        data |= {f"title-{box.key}": box.section.title, f"columns-{box.key}": box.section.columns}
        data[f"title_zh-{box.key}"] = box.section.title_zh
        for field in box.fields:
            data["field"].append(field.name)
            data[f"in-{field.name}"] = box.key
    for field in shown.hidden:
        data["field"].append(field.name)
        data[f"in-{field.name}"] = "hidden"
    return data | changes


def panels(html: str) -> list[str]:
    return re.findall(r'id="panel-\d+-([\w-]+)"', html)


def test_the_record_is_laid_out_as_arranged(
    admin: User, alice: User, wang: Party, seller: Role, signed_in: SignIn
) -> None:
    client, address = signed_in(admin), reverse("pagelayouts:arrange", args=["person", seller.pk])
    assert "Where Details stands" in client.get(address).content.decode()
    changes = {
        f"where-{DETAILS}": "main",
        "where-notes:panel": "out",
        "title-s1": "Background",
        "title_zh-s1": "背景",
        "columns-s1": 2,
        "in-education": "s1",
        "in-gender": "hidden",
    }
    answer = client.post(address, sent(PERSON, admin, **changes))
    assert (answer.status_code, answer["Location"]) == (303, address)
    hers = signed_in(alice)
    found = panels(hers.get(reverse("people:open", args=[wang.pk])).content.decode())
    assert found.index("people-details") == 1
    assert "notes-panel" not in found
    details = hers.get(reverse("people:details", args=[wang.pk])).content.decode()
    assert ">Background</h3>" in details
    assert 'class="r-kv two"' in details
    assert "Gender" not in details
    alice.language = "zh-hans"
    alice.save()
    assert ">背景</h3>" in hers.get(reverse("people:details", args=[wang.pk])).content.decode()
    everybody = panels(client.get(reverse("people:open", args=[wang.pk])).content.decode())
    assert "notes-panel" in everybody
    client.post(reverse("pagelayouts:reset", args=["person", seller.pk]))
    assert not PageLayout.objects.exists()


def test_it_is_tried_out_as_the_role(
    admin: User, alice: User, wang: Party, seller: Role, signed_in: SignIn
) -> None:
    client = signed_in(admin)
    data = sent(PERSON, admin, **{"where-notes:panel": "out"})
    client.post(reverse("pagelayouts:arrange", args=["person", seller.pk]), data)
    answer = client.get(reverse("pagelayouts:preview", args=["person", seller.pk]))
    address = answer["Location"]
    assert address == reverse("people:open", args=[wang.pk]) + f"?as={seller.pk}"
    html = client.get(address).content.decode()
    assert "“Seller” finds the page" in html
    assert "notes-panel" not in panels(html)
    assert f"{reverse('people:details', args=[wang.pk])}?as={seller.pk}" in html
    assert client.get(reverse("people:open", args=[wang.pk]) + "?as=x").status_code == 404
    hers = signed_in(alice).get(reverse("people:open", args=[wang.pk]) + "?as=0")
    assert "finds the page" not in hers.content.decode()
    form = reverse("pagelayouts:preview", args=["person-form", 0])
    assert client.get(form)["Location"] == reverse("people:create") + "?as=0"


def test_without_a_record_there_is_nothing_to_try(admin: User, signed_in: SignIn) -> None:
    answer = signed_in(admin).get(reverse("pagelayouts:preview", args=["person", 0]))
    assert answer.status_code == 409
    assert "Add one first." in answer.content.decode()


def test_the_form_asks_what_it_shows(
    admin: User, alice: User, signed_in: SignIn, at: datetime
) -> None:
    film = add_field("person", by=admin, at=at, label="Film", kind="text")
    client = signed_in(admin)
    changes = {"in-wechat": "hidden", f"in-{film.column}": "s0", "in-lifecycle": "hidden"}
    address = reverse("pagelayouts:arrange", args=["person-form", 0])
    client.post(address, sent(PERSON_FORM, admin, **changes))
    hers = signed_in(alice)
    html = hers.get(reverse("people:create")).content.decode()
    assert f'name="{film.column}"' in html
    assert 'name="wechat"' not in html
    data = {"family": "李", "given": "娜", film.column: "Alien"}
    added = hers.post(reverse("people:create"), data | {"wechat": "sly", "lifecycle": "customer"})
    assert added.status_code == 303
    party = Party.objects.get(display_name="李娜")
    assert (party.custom, party.lifecycle) == ({film.key: "Alien"}, "prospect")
    assert not party.contact_points.exists()


def test_an_order_a_product_a_household(
    admin: User, alice: User, wang: Party, signed_in: SignIn, at: datetime
) -> None:
    product = create_product(by=admin, at=at, sku="NB", name="Notebook", currency="CNY", cost=7)
    line = LineInput(product_id=product.pk, quantity=Decimal(2), unit_price=Decimal(10))
    order = place_order(by=alice, at=at, party_id=wang.pk, lines=[line], note="By noon")
    home = form_household(wang.pk, by=alice, at=at)
    client, hers = signed_in(admin), signed_in(alice)
    changes = [
        (ORDER, {"where-details": "beside", "in-owner": "hidden", "title-s0": "In short"}),
        (PRODUCT, {"where-aliases": "out", "in-cost": "hidden"}),
        (HOUSEHOLD, {"where-details": "main", "title-s0": "In short"}),
    ]
    for sheet, changed in changes:
        address = reverse("pagelayouts:arrange", args=[sheet.name, 0])
        assert client.post(address, sent(sheet, admin, **changed)).status_code == 303
        tried = client.get(reverse("pagelayouts:preview", args=[sheet.name, 0]))["Location"]
        assert "has no layout of its own" in client.get(tried).content.decode()
    shown = hers.get(reverse("orders:open", args=[order.pk])).content.decode()
    assert "In short" in shown.split('class="r-side"')[1]
    assert "<dt>Owner</dt>" not in shown
    assert (
        "<dt>Cost</dt>"
        not in hers.get(reverse("products:open", args=[product.pk])).content.decode()
    )
    assert "In short" in hers.get(reverse("households:open", args=[home.pk])).content.decode()
    fixed = reverse("pagelayouts:arrange", args=["order", 0])
    answer = client.post(fixed, sent(ORDER, admin, **{"where-lines": "out"}))
    assert "is what the page is about" in answer.content.decode()


def test_what_a_form_does_not_ask_keeps_its_value(
    admin: User, alice: User, wang: Party, signed_in: SignIn, at: datetime
) -> None:
    product = create_product(by=admin, at=at, sku="NB", name="Notebook", currency="CNY", cost=7)
    line = LineInput(product_id=product.pk, quantity=Decimal(2), unit_price=Decimal(10))
    order = place_order(by=alice, at=at, party_id=wang.pk, lines=[line], note="By noon")
    client = signed_in(admin)
    for sheet, name in ((PRODUCT_FORM, "in-cost"), (ORDER_FORM, "in-note")):
        address = reverse("pagelayouts:arrange", args=[sheet.name, 0])
        assert client.post(address, sent(sheet, admin, **{name: "hidden"})).status_code == 303
    data: dict[str, Any] = {
        "name": "Book",
        "sku": "NB",
        "kind": "good",
        "currency": "CNY",
        "cost": "1",
    }
    edit = reverse("products:edit", args=[product.pk])
    assert 'name="cost"' not in client.get(edit).content.decode()
    assert client.post(edit, data | {"tax_category": "standard"}).status_code == 303
    product.refresh_from_db()
    assert (product.name, product.cost) == ("Book", 7)
    edit = reverse("orders:edit", args=[order.pk])
    html = client.get(edit).content.decode()
    assert 'name="note"' not in html
    data = {"party": wang.pk, "kind": "sale", "source": "staff", "currency": "CNY", "note": "x"}
    data |= {"ordered_at": "2026-09-01T09:00", "form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 0}
    data |= {"form-0-product": product.pk, "form-0-quantity": 2, "form-0-unit_price": 10}
    assert client.post(edit, data).status_code == 303
    order.refresh_from_db()
    assert (order.ordered_at.day, order.note) == (1, "By noon")


def test_what_must_be_filled_stays_on_the_form(admin: User, signed_in: SignIn) -> None:
    address = reverse("pagelayouts:arrange", args=["person-form", 0])
    changes = {"in-family": "hidden", "in-city": "hidden"}
    answer = signed_in(admin).post(address, sent(PERSON_FORM, admin, **changes))
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "“Family name” must be filled in, so it cannot be taken off the form." in html
    city = html.split('name="in-city"')[1].split("</select>")[0]
    assert '<option value="hidden" selected>' in city  # what was arranged is kept
    assert not PageLayout.objects.exists()


def test_who_arranged_meanwhile_is_told_of(admin: User, signed_in: SignIn) -> None:
    client, address = signed_in(admin), reverse("pagelayouts:arrange", args=["person", 0])
    first = sent(PERSON, admin)
    assert client.post(address, first).status_code == 303
    answer = client.post(address, first)
    assert answer.status_code == 422
    assert "Somebody else arranged this meanwhile" in answer.content.decode()


def test_the_list_of_roles(admin: User, alice: User, signed_in: SignIn) -> None:
    client = signed_in(admin)
    first = client.get(reverse("pagelayouts:index"))["Location"]
    assert "As shipped" in client.get(first).content.decode()
    client.post(reverse("pagelayouts:arrange", args=["person", 0]), sent(PERSON, admin))
    assert "As everybody" in client.get(first).content.decode()
    assert client.get(reverse("pagelayouts:roles", args=["boats"])).status_code == 404
    for address in (first, reverse("pagelayouts:arrange", args=["person", 0])):
        assert signed_in(alice).get(address).status_code == 403


def test_one_query_more_whatever_is_arranged(
    admin: User, alice: User, wang: Party, seller: Role, signed_in: SignIn, at: datetime
) -> None:
    client, counts = signed_in(alice), []
    pages = [reverse(f"people:{name}", args=[wang.pk]) for name in ("open", "details")]
    client.get(pages[0])
    for _round in range(2):
        with CaptureQueriesContext(connection) as asked:
            for page in pages:
                client.get(page)
        counts.append(len(asked))
        layouts = [one for one in asked if 'FROM "core_pagelayout"' in one["sql"]]
        assert len(layouts) == len(pages)
        for number in range(20):
            add_field("person", by=admin, at=at, label=f"Fact {_round}.{number}", kind="text")
        address = reverse("pagelayouts:arrange", args=["person", seller.pk])
        signed_in(admin).post(address, sent(PERSON, admin, **{"in-gender": "hidden"}))
    assert counts[0] == counts[1]


@pytest.mark.browser
def test_arranged_by_keyboard_and_by_finger(
    transactional_db: None, admin: User, alice: User, wang: Party, open_as: Callable[..., Page]
) -> None:
    page = open_as(admin, reverse("pagelayouts:arrange", args=["person", 0]))
    sections = page.get_by_role("list", name="Sections")
    page.get_by_label("Title of New section", exact=True).fill("Background")
    page.get_by_label("Where Education stands").select_option("New section")
    boxes = sections.locator("[data-sortable-key]")
    expect(boxes.nth(1)).to_contain_text("Education")
    page.get_by_label("Title of New section", exact=True).press("Alt+ArrowUp")
    expect(boxes.nth(0)).to_contain_text("Education")
    grip = page.locator("[data-sortable-row]", has_text="Income").last.locator(
        "> [data-sortable-grip]"
    )
    grip.scroll_into_view_if_needed()
    start, goal = grip.bounding_box(), boxes.nth(0).bounding_box()
    assert start is not None
    assert goal is not None
    touch = page.context.new_cdp_session(page)
    for kind, y in (("touchStart", start["y"] + 10), ("touchMove", goal["y"] + 20)):
        points = [{"x": start["x"] + 10, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(boxes.nth(0)).to_contain_text("Income")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator(".r-toast")).to_contain_text("Layout saved.")
    row = PageLayout.objects.get(role=None)
    assert row.sections[0]["title"] == "Background"
    assert sorted(row.sections[0]["fields"]) == ["education", "income_band"]
    page.goto(page.url.split("/settings")[0] + reverse("people:open", args=[wang.pk]))
    expect(page.get_by_role("heading", name="Background")).to_be_visible()
