"""A list narrows while one types: the rows come, the field stays under the hand."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.customers.people.actions import create_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_list_narrows_while_one_types(alice: User, open_as: Callable[[User, str], Page]) -> None:
    for given, family in (("Anna", "Berg"), ("Anton", "Bauer"), ("Maria", "Conti")):
        create_person(by=alice, at=datetime.now(tz=UTC), given=given, family=family)
    page = open_as(alice, "/people/?sort=name")
    rows, field = page.locator("[data-row]"), page.get_by_role("searchbox")
    expect(rows).to_have_count(3)

    page.keyboard.press("/")
    page.evaluate("document.querySelector('[data-search]').dataset.kept = ''")
    page.keyboard.type("an")
    expect(rows).to_have_count(2)
    page.keyboard.type("na")
    expect(rows).to_have_count(1)
    expect(field).to_be_focused()
    expect(field).to_have_value("anna")
    expect(page).to_have_url(re.compile("q=anna&sort=name"))
    assert field.get_attribute("data-kept") == "", "the field was taken out of the page"

    page.keyboard.type("zz")
    expect(page.get_by_text("Nobody matches these filters.")).to_be_visible()
    for _letter in range(6):
        page.keyboard.press("Backspace")
    expect(rows).to_have_count(3)
    assert "q=" not in page.url

    page.keyboard.type("maria")
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Maria Conti")).to_be_visible()
    page.go_back()
    expect(rows).to_have_count(1)
    expect(field).to_have_value("maria")
