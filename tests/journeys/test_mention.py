"""A colleague is named in a note by @ and the keyboard alone, by letters, pinyin or characters."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.customers.notes.models import Mention, Note
from rapport.customers.people.actions import create_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(alice: User, bob: User, charlie: User, open_as) -> Page:
    """A new note about Alice's customer; Bob is called 陈浩 Bob."""
    User.objects.filter(pk=bob.pk).update(name="陈浩 Bob")
    person = create_person(by=alice, at=datetime.now(tz=UTC), family="王", given="伟")
    shown: Page = open_as(alice, f"/people/{person.pk}")
    shown.get_by_role("link", name="Write a note").click()
    expect(shown.locator("#dialog textarea")).to_be_focused()
    return shown


@pytest.mark.parametrize("typed", ["@bo", "@ch", "\uff20chenh", "@陈", "@CHEN HAO"])
def test_by_the_keyboard_alone(page: Page, typed: str, bob: User) -> None:
    page.keyboard.type(f"Please call him {typed}", delay=20)
    option = page.locator("#dialog [role=option]")
    expect(option).to_have_count(1)
    expect(option).to_contain_text("陈浩 Bob")
    page.keyboard.press("Enter")
    expect(option).to_have_count(0)
    page.keyboard.type("today")
    expect(page.locator("#dialog textarea")).to_have_value("Please call him @陈浩 Bob today")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog")).not_to_be_visible()
    assert Mention.objects.get(note=Note.objects.get()).user == bob


def test_escape_writes_on_and_keeps_the_dialog(page: Page) -> None:
    page.keyboard.type("mail to a@", delay=20)
    expect(page.locator("#dialog [role=option]")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.locator("#dialog [role=option]")).to_have_count(0)
    expect(page.locator("#dialog textarea")).to_have_value("mail to a@")
    expect(page.locator("#dialog textarea")).to_be_focused()


def test_who_cannot_see_the_record_is_not_offered(page: Page) -> None:
    with page.expect_response("**/colleagues?q=char"):
        page.keyboard.type("@char", delay=20)
    expect(page.locator("#dialog [role=option]")).to_have_count(0)
