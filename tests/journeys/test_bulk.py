"""Many people are tagged at once and taken back, without a mouse: on a wide page in English, on a phone in Chinese."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.core.bulk.driving import take_back, write
from rapport.core.bulk.models import BulkRun
from rapport.customers.people.actions import create_person
from rapport.customers.tags.models import PartyTag
from tests.journeys.keys import Keys

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MANY = 201  # more than are changed while one waits


def now() -> datetime:
    """Return the time."""
    return datetime.now(tz=UTC)


@pytest.mark.parametrize(("language", "width"), [("en", 1440), ("zh-hans", 390)])
def test_many_are_tagged_and_taken_back(
    language: str, width: int, alice: User, open_as: Callable[..., Page]
) -> None:
    User.objects.filter(pk=alice.pk).update(language=language)
    for number in range(MANY):
        create_person(by=alice, at=now(), family="王", given=f"伟{number}")
    page = open_as(alice, "/people/")
    page.set_viewport_size({"width": width, "height": 900})
    keys = Keys(page, language)

    expect(page.locator("[data-count]")).to_be_attached()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.locator("[data-select-every]").press("Enter")
    expect(page.locator("[data-selected]")).to_contain_text(str(MANY))
    page.get_by_role("button", name=keys.word("Tag"), exact=True).press("Enter")
    expect(keys.dialog).to_contain_text(str(MANY))
    keys.dialog.locator("[name=name]").press_sequentially("VIP")
    page.keyboard.press("Enter")
    page.wait_for_url("**/bulk/*")

    run = BulkRun.objects.get()
    write(run.pk, by=alice, clock=now)
    assert PartyTag.objects.count() == MANY
    page.get_by_role("button", name=keys.word("Undo all")).press("Enter")
    page.get_by_text(keys.word("Being undone")).first.wait_for()
    take_back(run.pk, by=alice, clock=now)
    page.reload()
    expect(page.get_by_text(keys.word("All of it is undone."))).to_be_visible()
    assert not PartyTag.objects.exists()
