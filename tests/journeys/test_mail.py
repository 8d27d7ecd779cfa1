"""A mail is written by the keyboard alone, seen as the customer gets it, and taken back within its ten seconds."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from rapport.core.access.models import User
from rapport.customers.contactpoints.actions import Contact
from rapport.customers.people.actions import create_person
from rapport.touchpoints.mail.models import OutgoingMail

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_written_previewed_and_taken_back_by_keyboard(alice: User, open_as) -> None:
    contacts = [Contact(channel="email", value="wang.wei@hailan.example")]
    person = create_person(
        by=alice, at=datetime.now(tz=UTC), family="王", given="伟", contacts=contacts
    )
    page = open_as(alice, f"/people/{person.pk}")
    page.keyboard.press("w")
    expect(page.locator("#dialog [name=point]")).to_be_visible()
    page.locator("#dialog [name=point]").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Your sea view")
    page.keyboard.press("Tab")
    page.keyboard.type("Dear {{ full name }}, it is free in {{ city | town }}.")
    letter = page.locator("#dialog .r-letter")
    expect(letter).to_contain_text("Dear 王伟, it is free in town.")
    expect(page.locator("#dialog")).to_contain_text("王伟 has no city: “town” is written instead.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog")).not_to_be_visible()
    assert OutgoingMail.objects.get().state == "waiting"
    undo = page.locator(".r-toast").get_by_role("button", name="Undo")
    undo.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".r-toast").filter(has_text="Undone")).to_be_visible()
    assert not OutgoingMail.objects.exists()
