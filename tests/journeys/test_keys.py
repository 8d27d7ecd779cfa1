"""The keys mean the same everywhere: n is new, j and k go on and back; and the place in the list is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.customers.people.actions import create_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_list_to_record_to_the_next_one(alice: User, charlie: User, open_as) -> None:
    for who, family in ((alice, "An"), (alice, "Bo"), (alice, "Cai"), (charlie, "Dai")):
        create_person(by=who, at=datetime.now(tz=UTC), family=family)
    page: Page = open_as(alice, "/people/")
    page.wait_for_function("window.htmx")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("h1")).to_contain_text("Bo")
    expect(page.locator(".r-crumbs")).to_contain_text("2 / 3")
    page.keyboard.press("j")
    expect(page.locator("h1")).to_contain_text("Cai")
    expect(page.locator(".r-crumbs")).to_contain_text("3 / 3")
    page.keyboard.press("k")
    expect(page.locator("h1")).to_contain_text("Bo")

    page.locator("[data-key=n]").wait_for()
    page.keyboard.press("?")
    keys = page.locator("#keys")
    expect(keys).to_contain_text("New task")
    expect(keys).to_contain_text("Next in the list")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("#dialog")).to_contain_text("New task")
    expect(page.locator("#dialog")).to_contain_text("What is to be done")
    page.keyboard.press("Escape")
    page.locator(".r-crumbs a").click()
    page.wait_for_url("**/people/*")
    page.keyboard.press("n")
    page.wait_for_url("**/people/new")


def test_somebody_elses_record_has_no_place(alice: User, charlie: User, signed_in) -> None:
    other = create_person(by=charlie, at=datetime.now(tz=UTC), family="Dai")
    client = signed_in(alice)
    assert client.get(f"/lists/people/place/{other.pk}?list=people").status_code == 404
    assert client.get(f"/lists/nothing/place/{other.pk}").status_code == 404
