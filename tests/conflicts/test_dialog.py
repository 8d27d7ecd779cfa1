"""The question of a conflict in the browser: it lies on the page with the form, and in the dialog in which one edits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from rapport.core.access.models import Team, User
from rapport.touchpoints.tasks.actions import create_task
from rapport.touchpoints.tasks.models import Task
from rapport.touchpoints.tasks.plan import Plan

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def two_windows(page: Page) -> tuple[Page, Page]:
    """Open the same page once more in the same browser, signed in once."""
    other = page.context.new_page()
    other.goto(page.url)
    return page, other


def test_on_a_page(admin: User, open_as) -> None:
    team = Team.objects.create(name="West")
    address = f"/settings/teams/{team.pk}"
    mine, theirs = two_windows(open_as(admin, address))
    theirs.get_by_label("Name").fill("North West")
    theirs.get_by_role("button", name="Save").click()
    theirs.wait_for_url("**/settings/teams")
    mine.get_by_label("Name").fill("Far West")
    mine.get_by_role("button", name="Save").click()

    dialog = mine.get_by_role("dialog", name="Ada changed this just now")
    expect(dialog).to_be_visible()
    assert mine.evaluate("document.getElementById('dialog').matches(':modal')")
    for words in ("Far West", "North West", "West"):
        expect(dialog.get_by_text(words, exact=True)).to_be_visible()
    mine.keyboard.press("ArrowDown")  # the keys choose theirs
    dialog.get_by_role("button", name="Save").click()
    mine.wait_for_url("**/settings/teams")
    team.refresh_from_db()
    assert team.name == "North West"


def test_in_a_dialog(alice: User, open_as) -> None:
    task = create_task(Plan(title="Call"), by=alice, at=datetime.now(tz=UTC))
    pages = two_windows(open_as(alice, f"/tasks/{task.pk}"))
    titles = dict(zip(pages, ("Write", "Visit"), strict=True))
    for page, title in titles.items():
        page.keyboard.press("e")
        page.locator("#dialog input[name=title]").fill(title)
    for page in titles:
        page.locator("#dialog").get_by_role("button", name="Save").click()
        expect(page.get_by_role("dialog", name="Edit task")).to_be_hidden()
    dialog = pages[1].get_by_role("dialog", name="Alice changed this just now")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_be_hidden()
    assert Task.objects.get().title == "Visit"
