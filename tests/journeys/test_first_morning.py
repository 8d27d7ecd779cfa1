"""The first morning: Alice finds 王先生, logs a call, edits in place and takes it back; for Charlie he is not there."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.customers.contactpoints.actions import Contact
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from rapport.touchpoints.interactions.models import Interaction

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOW = datetime.now(tz=UTC)
# L and C before the timeline has come, or before the browser has drawn the menu that L opens
FAST_HAND = """for (const key of ['l', 'c']) document.activeElement.dispatchEvent(
    new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}))"""


@pytest.fixture
def wang(alice: User) -> Party:
    """王先生, Alice's customer."""
    phone = Contact(channel="phone", value="+86 138 1643 2207")
    person = create_person(
        by=alice,
        at=NOW,
        family="王",
        given="伟",
        honorific="mr",
        lifecycle="customer",
        contacts=[phone],
    )
    return person.party


def find(page: Page, words: str) -> None:
    """Open the palette and type."""
    page.keyboard.press("Control+k")
    page.keyboard.type(words, delay=30)


def test_find_log_edit_undo(alice: User, wang: Party, open_as) -> None:
    page: Page = open_as(alice, "/")
    find(page, "wxs")
    expect(page.locator("[data-palette] [role=option]").first).to_contain_text("王伟")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/people/{wang.pk}*")

    page.wait_for_function("window.htmx")
    page.evaluate(FAST_HAND)
    subject = page.locator("#dialog input[name=subject]")
    expect(subject).to_be_visible()
    subject.fill("Asked about the new notebook")
    subject.press("Enter")
    expect(page.locator("#timeline")).to_contain_text("Asked about the new notebook")
    assert Interaction.objects.kept().get().subject == "Asked about the new notebook"

    page.locator(
        "[data-edit][aria-label*='City'], [data-edit][aria-label*='Lifecycle']"
    ).first.click()
    page.locator("[data-editing] select, [data-editing] input.r-input").first.wait_for()
    page.locator("[data-editing] select").first.select_option("former")
    page.keyboard.press("Enter")
    expect(page.locator("[data-toasts]")).to_contain_text(
        re.compile("saved|changed", re.IGNORECASE)
    )
    with page.expect_response(lambda answer: "/undo" in answer.url) as undone:
        page.locator("[data-toasts] button", has_text="Undo").click()
    assert undone.value.ok
    expect(page.locator(".r-identity")).to_contain_text("Customer")
    wang.refresh_from_db()
    assert wang.lifecycle == "customer"


def test_for_another_team_he_is_not_there(charlie: User, wang: Party, open_as) -> None:
    page: Page = open_as(charlie, "/")
    find(page, "wxs")
    expect(page.locator("[data-palette]")).to_contain_text("Nothing")
    assert page.goto(page.url.rstrip("/") + f"/people/{wang.pk}").status == 404
    expect(page.locator("body")).not_to_contain_text("王伟")
