"""Other programs are connected by the keyboard alone: one that hands records in, and one that is told."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.core.incoming.events import MessageReceived
from rapport.core.incoming.jobs import take_in
from rapport.core.incoming.models import IncomingMessage
from rapport.core.webhooks.models import Webhook
from rapport.customers.people.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
SENT = {"contact": {"family": "王", "given": "伟", "email": "wang@example.com"}}


def tab_to(page: Page, selector: str) -> None:
    """Go on by Tab until this has the focus."""
    page.locator(selector).first.wait_for()
    for _step in range(120):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not come to {selector}.")


def press(page: Page, selector: str) -> None:
    """Go there by Tab and press it."""
    tab_to(page, selector)
    page.keyboard.press("Enter")


def test_one_that_hands_records_in(admin: User, open_as: Any) -> None:
    page = open_as(admin, "/settings/incoming")
    page.keyboard.press("n")
    tab_to(page, "#id_name")
    page.keyboard.type("Website")
    tab_to(page, "#id_kind")
    page.keyboard.type("People")
    press(page, "#main button[type=submit]")
    address = page.locator("#id_address").input_value()
    body = json.dumps(SENT)
    Client().post(urlsplit(address).path, body, content_type="application/json")
    press(page, "#main .do a")
    press(page, "#main a[href$='/map']")
    press(page, "#main button[type=submit]")
    expect(page.locator("[data-toasts]")).to_contain_text("Saved")
    message = IncomingMessage.objects.get()
    take_in(MessageReceived(message_id=message.pk), by=None, at=None)
    assert Person.objects.get().given == "伟"
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    press(page, "#main button[popovertarget=menu-more]")
    expect(page.locator("#menu-more form[action$='/undo'] button")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_contain_text("Taken back")
    assert not Person.objects.exists()


def test_one_that_is_told(admin: User, open_as: Any) -> None:
    page = open_as(admin, "/settings/webhooks")
    page.keyboard.press("n")
    tab_to(page, "#id_name")
    page.keyboard.type("ERP")
    tab_to(page, "#id_address")
    page.keyboard.type("https://erp.example.com/hook")
    tab_to(page, "#main input[type=checkbox]")
    page.keyboard.press("Space")
    press(page, "#main button[type=submit]")
    assert page.locator("#id_secret").input_value().startswith("whsec_")
    hook = Webhook.objects.get()
    press(page, "#main .do a")
    press(page, "#main form[action$='/test'] button")
    expect(page.locator("#webhook-log [data-row]")).to_have_count(1)
    press(page, "#main button[popovertarget=menu-more]")
    expect(page.locator("#menu-more .dropdown-item").first).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    press(page, "#dialog button[type=submit].btn-danger")
    page.wait_for_url("**/settings/webhooks")
    assert not Webhook.objects.filter(pk=hook.pk).exists()
