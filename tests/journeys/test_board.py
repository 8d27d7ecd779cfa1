"""A list as a board: a card is moved by the mouse, by its menu, by keys and by a finger, and taken back."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Locator, Page, expect

from rapport.core.access.models import User
from rapport.core.customfields.actions import add_field
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def wang(alice: User) -> Party:
    """王伟, a prospect of Alice's."""
    return create_person(by=alice, at=datetime.now(tz=UTC), family="王", given="伟").party


def _lane(page: Page, key: str) -> Locator:
    return page.locator(f"[data-lane={key}]")


def _drag(page: Page, card: Locator, to: Locator) -> None:
    start, goal = card.bounding_box(), to.bounding_box()
    assert start
    assert goal
    page.mouse.move(start["x"] + 90, start["y"] + start["height"] - 4)
    page.mouse.down()
    page.mouse.move(start["x"] + 100, start["y"] + start["height"] + 6)
    page.mouse.move(goal["x"] + 60, goal["y"] + 90, steps=4)
    page.mouse.up()


def test_a_card_is_moved_in_every_way(alice: User, wang: Party, open_as) -> None:
    page: Page = open_as(alice, "/people/?as=board")
    told = page.locator("[data-toasts]")
    card = page.locator(f".r-tile[data-row='{wang.pk}']")
    expect(_lane(page, "prospect").locator(".n")).to_have_text("1")

    _drag(page, card, _lane(page, "customer"))
    expect(told).to_contain_text("Lifecycle saved")
    expect(_lane(page, "customer").locator(".r-tile")).to_have_count(1)
    expect(_lane(page, "customer").locator(".n")).to_have_text("1")
    expect(page).to_have_url(re.compile(r"/people/\?as=board$"))  # the end of a drag is no click
    wang.refresh_from_db()
    assert wang.lifecycle == "customer"

    card.locator("h3 a").focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(_lane(page, "former").locator(".r-tile")).to_have_count(1)
    expect(card.locator("h3 a")).to_be_focused()
    expect(_lane(page, "former").locator(".n")).to_have_text("1")

    card.locator("button").press("Enter")
    page.get_by_role("menuitem", name="Prospect").press("Enter")
    expect(_lane(page, "prospect").locator(".r-tile")).to_have_count(1)
    expect(_lane(page, "prospect").locator(".n")).to_have_text("1")
    expect(_lane(page, "former").locator(".n")).to_have_text("")
    page.keyboard.press("z")
    expect(told).to_contain_text("Undone")
    expect(_lane(page, "former").locator(".r-tile")).to_have_count(1)
    wang.refresh_from_db()
    assert wang.lifecycle == "former"


def test_what_is_refused_goes_back(alice: User, wang: Party, open_as) -> None:
    page: Page = open_as(alice, "/people/?as=board")
    card = page.locator(f".r-tile[data-row='{wang.pk}']")
    card.locator("h3 a").focus()
    Party.objects.filter(pk=wang.pk).update(lifecycle="former")
    page.keyboard.press("Alt+ArrowRight")
    expect(page.locator("#dialog")).to_contain_text("Lifecycle")
    expect(_lane(page, "prospect").locator(".r-tile")).to_have_count(1)


def test_a_record_is_moved_to_another_day(admin: User, open_as) -> None:
    at = datetime(2026, 9, 18, 9, tzinfo=UTC)
    due = add_field("person", by=admin, at=at, label="Due", kind="date")
    party = create_person(by=admin, at=at, family="王", given="伟").party
    Party.objects.filter(pk=party.pk).update(custom={due.key: "2026-09-17"})
    page: Page = open_as(admin, f"/people/?as=calendar&by={due.column}&month=2026-09")
    told = page.locator("[data-toasts]")
    card = page.locator(f".r-tile[data-row='{party.pk}']")

    _drag(page, card, page.locator("[data-lane='2026-09-22']"))
    expect(told).to_contain_text("Due saved")
    expect(page.locator("[data-lane='2026-09-22'] .r-tile")).to_have_count(1)
    card.locator("h3 a").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-lane='2026-09-15'] .r-tile")).to_have_count(1)
    expect(page.locator("[data-voice]")).to_contain_text("moved to 15 Sep")
    card.locator("button").press("Enter")
    page.get_by_role("menuitem", name="A day later").press("Enter")
    expect(page.locator("[data-lane='2026-09-16'] .r-tile")).to_have_count(1)
    expect(page.locator("[data-voice]")).to_contain_text("moved to 16 Sep")
    party.refresh_from_db()
    assert party.custom == {due.key: "2026-09-16"}
