"""A list as a board: a card is moved by the mouse, by its menu, by keys and by a finger, and taken back."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from rapport.core.access.models import User
from rapport.core.customfields.actions import add_field
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person
from rapport.touchpoints.tasks.actions import create_task
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.plan import Plan

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


def test_a_finger_scrolls_or_drags(alice: User, open_as) -> None:
    at, today = timezone.now(), timezone.localdate()
    plan = Plan(title="Call back", due_on=today - timedelta(days=1))
    task = create_task(plan, by=alice, at=at)
    page: Page = open_as(alice, "/tasks/?as=board")
    hand = page.context.new_cdp_session(page)
    hand.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def touch(kind: str, x: float = 0, y: float = 0) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    card, lane = page.locator(f".r-tile[data-row='{task.pk}']"), _lane(page, "today")
    start, goal = card.bounding_box(), lane.bounding_box()
    assert start
    assert goal
    x, y = start["x"] + 60, start["y"] + start["height"] - 8
    touch("touchStart", x, y)
    touch("touchMove", x + 30, y + 2)  # at once: the finger scrolls
    touch("touchEnd")
    touch("touchStart", x, y)
    expect(page.locator(".is-dragged")).to_have_count(1)  # it rested
    touch("touchMove", (x + goal["x"]) / 2, y + 20)
    touch("touchMove", goal["x"] + 60, goal["y"] + 120)
    expect(lane).to_have_class(re.compile("is-target"))
    touch("touchEnd")
    expect(page.locator("[data-toasts]")).to_contain_text("When saved")
    expect(lane.locator(".r-tile")).to_have_count(1)
    expect(page.locator(".is-dragged")).to_have_count(0)
    assert Task.objects.get(pk=task.pk).due_on == today

    card.locator("h3 a").focus()
    page.keyboard.press("Alt+ArrowLeft")  # a task becomes overdue by itself
    expect(page.locator("[data-toasts], #dialog[open]").first).to_contain_text("by itself")
    expect(lane.locator(".r-tile")).to_have_count(1)
