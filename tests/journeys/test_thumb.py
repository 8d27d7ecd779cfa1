"""On the phone one thumb reaches what each page is for, and nothing is hidden below it for good."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from rapport.core.access.models import User
from rapport.customers.contactpoints.actions import Contact, add_contact_point
from rapport.customers.people.actions import create_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HEIGHT, REACH = 844, 0.55  # of the height, from the top: below it a thumb does not have to stretch
MAIN = "#main :is(.r-bar > .btn-primary, .r-reach .btn, .r-form .do .btn-primary)"


def within_reach(what: Locator) -> bool:
    box = what.bounding_box()
    assert box is not None
    return box["y"] > HEIGHT * REACH and box["y"] + box["height"] <= HEIGHT and box["height"] >= 40


def test_every_primary_action_is_under_the_thumb(admin: User, open_as) -> None:
    at = datetime.now(tz=UTC)
    people = [
        create_person(by=admin, at=at, family="王", given=str(number)).pk for number in range(12)
    ]
    phone = Contact(channel="phone", value="+86 138 1643 2207")
    add_contact_point(people[0], by=admin, at=at, contact=phone)
    page: Page = open_as(admin)
    page.set_viewport_size({"width": 390, "height": HEIGHT})
    host = page.url.rstrip("/")
    for address, name in {
        "/": "Log a contact",
        "/tasks/": "New task",
        "/people/": "New person",
        "/organizations/": "New company",
        "/products/": "New product",
        "/settings/users": "Invite",
        f"/people/{people[0]}": "Call",
        "/people/new": "Add",
    }.items():
        page.goto(host + address)
        action = page.locator(MAIN, has_text=name)
        expect(action).to_be_visible()
        assert within_reach(action), address

    page.goto(f"{host}/people/{people[0]}")
    log = page.locator(".r-reach").get_by_role("link", name="Log")
    assert within_reach(log)
    log.click()
    send = page.locator("#dialog").get_by_role("button", name="Log")
    expect(send).to_be_visible()
    assert within_reach(send)

    page.goto(f"{host}/people/")
    page.locator("[data-row] input").first.check()
    expect(page.locator(".r-bulk")).to_be_visible()
    expect(page.get_by_role("link", name="New person")).to_be_hidden()
    page.goto(f"{host}/settings/users")
    below = page.evaluate(
        "() => parseFloat(getComputedStyle(document.querySelector('.r-sheet > :is(.r-scroll, .r-pad)')).paddingBottom)"
    )
    assert below >= 60  # the last row can be moved above the button
