"""The page of a role in the browser: find a right, see what was changed, save; and a key is copied by its button."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from rapport.core.access.models import Role, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_find_change_and_save(admin: User, open_as) -> None:
    role = Role.objects.create(key="own", name="Own", rights={"core.view_audit": "all"})
    page = open_as(admin, f"/settings/roles/{role.pk}")
    page.get_by_label("Find a right").fill("EXPORT")
    rows = page.locator(".r-segments:visible")
    expect(rows).to_have_count(1)
    rows.get_by_role("radio", name="Team").check()
    expect(page.get_by_text("Changed and not saved: 1")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/settings/roles")
    role.refresh_from_db()
    assert role.rights == {"core.view_audit": "all", "core.export_data": "team"}


def test_a_key_is_copied(admin: User, open_as, context) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = open_as(admin, "/settings/tokens")
    page.get_by_label("Name").fill("Shop")
    page.get_by_role("button", name="Make a token").click()
    key = page.get_by_label("Token", exact=True)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == key.input_value()
