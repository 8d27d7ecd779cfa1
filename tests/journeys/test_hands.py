"""A day without a mouse: what was in hand stays in hand, whatever is drawn anew around it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from rapport.core.access.models import User
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wang(alice: User) -> Party:
    """王伟, a prospect of Alice's."""
    return create_person(by=alice, at=datetime.now(tz=UTC), family="王", given="伟").party


def press(page: Page, *keys: str) -> None:
    """Press one key after another."""
    for key in keys:
        page.keyboard.press(key)


def test_the_focus_is_never_lost(alice: User, wang: Party, open_as) -> None:
    page: Page = open_as(alice, f"/people/{wang.pk}")
    told = page.locator("[data-toasts]")
    edit = page.locator("[data-edit]")
    edit.first.wait_for()
    page.locator(".r-timebar").wait_for()

    press(page, "l", "c")
    subject = page.locator("#dialog input[name=subject]")
    expect(subject).to_be_focused()
    subject.press_sequentially("Asked about the bag")
    press(page, "Enter")
    expect(told).to_contain_text("Call logged")
    expect(page.locator("[popovertarget=menu-log]")).to_be_focused()
    press(page, "z")
    expect(told).to_contain_text("Undone")
    expect(page.locator("[popovertarget=menu-log]")).to_be_focused()
    expect(page.locator("#main .r-skeletons")).to_have_count(0)

    press(page, "e")
    expect(page.locator("[data-editing] input[name=family]")).to_be_focused()
    press(page, "Escape")
    expect(edit.first).to_be_focused()
    _choose_by_arrows(page, page.locator("[data-edit][aria-label*=Lifecycle]"))
    expect(told).to_contain_text("Lifecycle saved")
    expect(page.locator("[data-edit][aria-label*=Lifecycle]")).to_be_focused()
    wang.refresh_from_db()
    assert wang.lifecycle == "former"

    press(page, "g", "o")
    page.wait_for_url("**/orders/")
    page.wait_for_function("window.htmx")
    press(page, "n")
    expect(page.locator("#id_party")).to_be_focused()


def test_a_page_shown_anew_twice_at_once_keeps_its_parts(alice: User, wang: Party, open_as) -> None:
    page: Page = open_as(alice, f"/people/{wang.pk}")
    edit = page.locator("[data-edit][aria-label*=Lifecycle]")
    edit.wait_for()
    page.evaluate("""new Promise((done) => {
        let left = 2;
        document.addEventListener('htmx:afterRequest', ({target}) => target === document.body && ((left -= 1) || done()));
        for (const _ of [1, 2]) document.dispatchEvent(new CustomEvent('rapport:refresh'));
    })""")
    expect(edit).to_be_visible()


def _choose_by_arrows(page: Page, field: Locator) -> None:
    field.focus()
    press(page, "Enter")
    choice = page.locator("[data-editing] select")
    expect(choice).to_be_focused()
    press(page, "ArrowDown")
    expect(choice).to_have_value("customer")
    press(page, "ArrowDown", "Enter")


def test_the_list_is_filtered_and_picked_from(alice: User, wang: Party, open_as) -> None:
    page: Page = open_as(alice, "/people/")
    page.wait_for_function("window.htmx")
    press(page, "f")
    expect(page.locator("#dialog .dropdown-item").first).to_be_focused()
    press(page, "Escape")
    expect(page.locator("[data-key=f]")).to_be_focused()
    page.locator("[data-row] .pick").click(position={"x": 2, "y": 2})
    expect(page.locator("[data-row] .pick input")).to_be_checked()
    assert page.url.endswith("/people/")
