"""A field of the company's own is renamed and removed in one browser while somebody writes into it in another: nothing is lost."""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.core.customfields.actions import add_field
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_field_is_renamed_and_removed_while_somebody_writes(
    alice: User, admin: User, context, live_server, signed_in, open_as
) -> None:
    at = timezone.now()
    film = add_field("person", by=admin, at=at, label="Film", kind="text")
    asked = {"required_at": ["prospect", "customer", "former"]}
    add_field("person", by=admin, at=at, label="Song", kind="text", **asked)
    wang = create_person(by=alice, at=at, family="王", given="伟", custom={"song": "月亮"}).party

    page: Page = open_as(alice, f"/people/{wang.pk}")
    edit = page.locator(f"[hx-get='/people/{wang.pk}/custom/custom.film']")
    edit.click()
    field = page.locator("[name='custom.film']")
    field.fill("活着")

    cookie = {"name": "sessionid", "url": live_server.url}
    with context.browser.new_context() as other:
        other.add_cookies([cookie | {"value": signed_in(admin).cookies["sessionid"].value}])
        manager = other.new_page()
        manager.goto(f"{live_server.url}/settings/fields/{film.pk}/edit")
        manager.fill("#id_label", "Favourite film")
        manager.get_by_role("button", name="Save", exact=True).click()
        expect(manager.locator("[data-toasts]")).to_contain_text("“Favourite film” saved")

        field.press("Enter")
        expect(page.locator("[data-toasts]")).to_contain_text("Favourite film saved")
        expect(edit).to_have_text("活着")
        edit.click()
        field.fill("霸王别姬")

        manager.goto(f"{live_server.url}/settings/fields/{film.pk}/remove")
        manager.get_by_role("button", name="Remove").click()
        expect(manager.get_by_role("heading", name="Removed fields")).to_be_visible()

    field.press("Enter")
    told = page.locator("#main > [data-errors]")
    expect(told).to_contain_text(
        "This field is not here any more. What you wrote still stands in it"
    )
    expect(field).to_have_value("霸王别姬")
    assert Party.objects.get(pk=wang.pk).custom == {"song": "月亮", "film": "活着"}
