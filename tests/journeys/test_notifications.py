"""What one is told, worked off by keyboard alone: the bell, its menu, and the page of all."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from rapport.core.access.models import User
from rapport.core.notifications.models import Notification

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_by_keyboard(alice: User, open_as: Any) -> None:
    for number in range(3):
        words = {"by": "Bob", "title": f"Task {number}"}
        Notification.objects.create(
            user=alice, kind="task_assigned", params=words, link=f"/tasks/?of={number}"
        )
    page = open_as(alice, "/notifications/")
    bell = page.get_by_role("button", name="Notifications, 3 new")
    bell.focus()
    page.keyboard.press("Enter")
    first = page.locator("#menu-bell [data-item]").first
    expect(first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/?of=1")
    page.goto(page.url.partition("/tasks")[0] + "/notifications/")
    rows = page.locator("#notifications [data-row]")
    expect(page.get_by_role("button", name="Notifications, 2 new")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(rows).to_have_count(2)
    page.keyboard.press("z")
    expect(rows).to_have_count(3)
    page.reload()
    rows.first.locator("[data-item]").focus()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(rows.nth(1)).to_have_class("new")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Archive")
