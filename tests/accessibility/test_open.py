"""What opens over a page, by axe-core: menus, the palette, lists of choices, a form sent back, a text edited in place."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from rapport.core.access.models import User
from tests.accessibility.axe import LOADED, Looker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_what_opens_over_a_page(
    values: dict[str, Any], ada: User, sign_in: Any, context: Any, live_server: Any
) -> None:
    sign_in(ada)
    looker = Looker(context, live_server.url)
    page = looker.page
    page.goto(f"{live_server.url}/people/{values['party_id']}")
    page.wait_for_function(LOADED)

    for name in ("Notifications", "Create", "More"):
        button = page.get_by_role("button", name=name).first
        button.click()
        expect(page.locator("[data-popover]:popover-open")).to_be_visible()
        page.wait_for_function(LOADED)
        looker.glance(f"the menu {name}", "[data-popover]:popover-open")
        page.keyboard.press("Escape")
        expect(button).to_be_focused()

    page.keyboard.press("Control+k")
    for words, answer in (("wxs", "王伟"), ("qxqx zzyy", "Nothing found")):
        page.locator("#palette input").fill(words)
        expect(page.locator("#palette .groups")).to_contain_text(answer)
        looker.glance(f"the palette for {words}", "#palette")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()

    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    looker.glance("the keys", "#keys")
    page.keyboard.press("Escape")
    expect(page.locator("#keys")).not_to_be_visible()

    page.get_by_role("button", name="Edit Lifecycle").click()
    expect(page.locator("[data-editing]")).to_be_visible()
    looker.glance("a text edited in place", "#main")

    page.goto(f"{live_server.url}/orders/new")
    page.wait_for_function(LOADED)
    field = page.get_by_role("combobox").first
    field.press_sequentially("wang", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    looker.glance("the choices below a field", "#main")
    page.goto(f"{live_server.url}/people/new")
    page.wait_for_function(LOADED)
    page.locator("#main form[data-form] [type=submit]").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_focused()
    looker.glance("a form sent back", "#main")
    page.wait_for_function(LOADED)
    assert not looker.found, looker.told()
