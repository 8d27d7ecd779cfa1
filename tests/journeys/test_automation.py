"""A new administrator shapes the company without code and without a mouse: a field, a view, an automation, and its undo.

Once on a wide page in English, once on a phone in Chinese.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.automation import jobs
from rapport.core.automation.models import Automation
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person, edit_person
from rapport.touchpoints.tasks.models import Task
from tests.journeys.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIEW = "film lovers in 上海 without contact for 60 days"


def person(owner: User, given: str, city: str, days: int) -> Party:
    """Make somebody in a city whom nobody has spoken to for so many days."""
    now = datetime.now(tz=UTC)
    party = create_person(by=owner, at=now, family="王", given=given).party
    Party.objects.filter(pk=party.pk).update(city=city, last_touch_at=now - timedelta(days=days))
    return party


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh-hans", 390)])
def test_each_film_lover_gets_a_task(
    language: str, width: int, admin: User, alice: User, open_as: Callable[..., Page]
) -> None:
    User.objects.filter(pk=admin.pk).update(language=language)
    wanted = [person(alice, "伟", "上海", 61), person(alice, "芳", "上海", 90)]
    others = [person(alice, "敏", "北京", 90), person(alice, "静", "上海", 5)]
    person(alice, "丽", "上海", 90)  # loves no film

    page = open_as(admin, "/settings/fields/person/add")
    page.set_viewport_size({"width": width, "height": 900})
    keys = Keys(page, language)
    page.locator("[name=label]").press_sequentially("favourite film")
    page.locator("[name=label]").press("Enter")
    expect(page.get_by_text("favourite film").first).to_be_visible()
    seller = User.objects.get(pk=alice.pk)  # who now has the field
    for party in wanted + others:
        values = {"favourite_film": "大闹天宫"}
        edit_person(party.pk, by=seller, at=datetime.now(tz=UTC), changes={"custom": values})

    page.goto(page.url.split("/settings")[0] + "/people/")
    keys.filter_by("favourite film", "filled")
    keys.filter_by(keys.word("City"), "is", value="上海")
    keys.filter_by(keys.word("Last contact"), "before", relative="-60d")
    page.get_by_role("link", name=keys.word("Save view")).press("Enter")
    keys.dialog.locator("[name=name]").press_sequentially(VIEW)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name=VIEW).first).to_be_visible()

    page.goto(page.url.split("/people")[0] + "/settings/automations")
    keys.key("n", "#dialog [name=name]")
    keys.dialog.locator("[name=name]").press_sequentially("Call film lovers")
    page.keyboard.press("Enter")
    page.wait_for_url("**/settings/automations/*")
    keys.key("w", "#dialog .dropdown-item")
    keys.follow(keys.word("A record enters a view"))
    keys.dialog.locator("[name=present]").press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".r-recipe")).to_contain_text(VIEW)
    keys.key("t", "#dialog .dropdown-item")
    keys.follow(keys.word("Task"))
    keys.dialog.locator("[name=title]").press_sequentially("Call")
    page.keyboard.press("Enter")
    expect(page.locator(".r-recipe")).to_contain_text("Call")
    expect(page.locator("#dry-run tbody tr")).to_have_count(2)
    page.get_by_role("button", name=keys.word("Turn on")).press("Enter")
    expect(page.get_by_role("button", name=keys.word("Turn off"))).to_be_visible()

    work()
    assert {task.party_id for task in Task.objects.all()} == {party.pk for party in wanted}
    assert {(task.title, task.assignee) for task in Task.objects.all()} == {("Call", alice)}
    page.reload()
    log = page.locator("#automation-log [data-row]")
    expect(log).to_have_count(2)
    log.first.get_by_role("link").first.press("Enter")
    page.wait_for_url("**/runs/*")
    page.get_by_role("button", name=keys.word("Undo"), exact=True).press("Enter")
    expect(page.locator("[data-toasts]")).to_contain_text(keys.word("Undone."))
    assert Task.objects.count() == 1
    work()
    assert Task.objects.count() == 1  # they are known, and are left in peace


def work() -> None:
    """Do what the worker does within five minutes."""
    jobs.look_into_views(by=system(), at=datetime.now(tz=UTC))
    for row in Automation.objects.all():
        jobs.work(row.pk)
