"""A list is saved as a view, found again, changed, and taken back, without a mouse."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.customers.people.actions import create_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_view_is_kept_and_comes_back(alice: User, open_as) -> None:
    at = datetime.now(tz=UTC)
    create_person(by=alice, at=at, family="王", given="伟", lifecycle="customer")
    create_person(by=alice, at=at, family="李", given="娜")
    page: Page = open_as(alice, "/people/?f=lifecycle:is:customer")
    tab = page.get_by_role("link", name="My customers")
    tools = page.locator(".r-views .tools")
    told = page.locator("[data-toasts]")

    page.get_by_role("link", name="Save view").press("Enter")
    expect(page.locator("#dialog input[name=name]")).to_be_focused()
    page.keyboard.type("My customers")
    page.keyboard.press("Enter")
    expect(tab).to_have_attribute("aria-current", "page")
    expect(tab.locator(".n")).to_have_text("1")
    expect(tools).not_to_contain_text("Edited")

    page.goto(f"{page.url}&sort=-name")
    expect(tools).to_contain_text("Edited")
    tools.get_by_role("button", name="Save view").press("Enter")
    expect(told).to_contain_text("View saved")
    expect(tools).not_to_contain_text("Edited")

    page.locator("[popovertarget=menu-view]").press("Enter")
    page.get_by_role("menuitem", name="Delete view").press("Enter")
    page.locator("#dialog").get_by_role("button", name="Delete").press("Enter")
    expect(told).to_contain_text("View deleted")
    expect(tab).to_have_count(0)
    page.keyboard.press("z")
    expect(tab).to_be_visible()
