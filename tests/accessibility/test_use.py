"""What axe-core cannot see: where the focus goes, what is spoken, and pages as their readers set them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rapport.core.access.models import User
from rapport.customers.accounts.models import Account
from tests.accessibility.axe import LOADED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AT = "document.activeElement"
# the stop of the Tab key: in the window, uppermost at one of its points, and ringed
HIDDEN = """() => {
  const at = document.activeElement;
  if (at === document.body) return '';
  const {left, top, right, bottom} = at.getBoundingClientRect();
  const uppermost = [[left + 3, top + 3], [(left + right) / 2, (top + bottom) / 2], [right - 3, bottom - 3]].some(([x, y]) => {
    const found = document.elementFromPoint(x, y);
    return found && (at.contains(found) || found.contains(at));
  });
  const ringed = [at, at.parentElement].some((one) => getComputedStyle(one).outlineStyle !== 'none');
  return uppermost && ringed ? '' : `${uppermost ? 'no ring' : 'hidden'}: ${at.outerHTML.slice(0, 160)}`;
}"""
MOVING = """() => [...document.querySelectorAll('body *')].filter((one) => {
  const {transitionDuration, animationName} = getComputedStyle(one);
  return animationName !== 'none' || transitionDuration.split(', ').some((each) => each !== '0s');
}).map((one) => one.outerHTML.slice(0, 120))"""
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets.push(sheet);
}"""
CLIPPED = """() => [...document.querySelectorAll('#main *')].filter((one) => {
  const {overflowY, textOverflow} = getComputedStyle(one);
  const is_cut = one.scrollHeight > one.clientHeight + 3 && ['hidden', 'clip'].includes(overflowY);
  return is_cut && one.checkVisibility() && one.clientHeight > 1 && one.textContent.trim() && textOverflow !== 'ellipsis';
}).map((one) => `${one.scrollHeight} in ${one.clientHeight}: ${one.outerHTML.slice(0, 160)}`)"""


@pytest.fixture
def page(ada: User, open_as: Any, live_server: Any) -> Iterator[Page]:
    """王伟, opened by Alice."""
    alice = User.objects.get(email__startswith="alice@")
    hero = Account.objects.get(number="A-000231").party_id
    shown: Page = open_as(alice, f"/people/{hero}")
    shown.wait_for_function(LOADED)
    yield shown
    shown.wait_for_function(LOADED)  # nothing may still read the tables that are emptied now
    shown.goto(f"{live_server.url}/profile")
    shown.wait_for_function(LOADED)


def test_the_focus_comes_back_to_where_it_was(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()

    note = page.get_by_role("link", name="Write a note")
    note.press("Enter")
    expect(page.locator("#dialog textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(note).to_be_focused()
    note.press("Enter")
    expect(page.locator("#dialog textarea")).to_be_focused()
    page.keyboard.type("Likes tea")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog")).not_to_be_visible()
    expect(page.locator("#main")).to_contain_text("Likes tea")
    expect(note).to_be_focused()

    done = page.get_by_role("button", name="Done: ").first
    done.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Undo")).to_be_visible()
    page.wait_for_function(LOADED)
    assert page.evaluate(f"document.getElementById('main').contains({AT})")

    page.get_by_role("button", name="Undo").press("Enter")
    expect(page.get_by_role("button", name="Done: ").first).to_be_visible()
    assert page.evaluate(f"document.getElementById('main').contains({AT})")


def test_every_stop_of_the_tab_key_is_seen(page: Page) -> None:
    unseen = []
    for address in (page.url, page.url.split("/people/")[0] + "/people/"):
        page.goto(address)
        page.wait_for_function(LOADED)
        for key in ["Tab"] * 45 + ["Shift+Tab"] * 15:
            page.keyboard.press(key)
            if hidden := page.evaluate(HIDDEN):
                unseen.append(f"{address} {hidden}")
    assert unseen == []


def test_what_comes_is_spoken_and_keys_can_be_turned_off(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.keyboard.type("wxs", delay=20)
    expect(page.locator("#palette > [data-voice]")).to_contain_text("found")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()

    page.keyboard.press("?")
    keys = page.locator("#keys")
    keys.get_by_label("Single keys act").uncheck()
    page.keyboard.press("Escape")
    expect(keys).not_to_be_visible()
    page.keyboard.press("l")
    page.keyboard.press("?")
    expect(keys).not_to_be_visible()
    expect(page.locator("#dialog")).not_to_be_visible()
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()


def test_pages_as_their_readers_set_them(page: Page) -> None:
    host, record = page.url.split("/people/")[0], page.url
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{host}/ui/gallery")
    assert page.evaluate(MOVING) == []

    page.emulate_media(forced_colors="active")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette .opt[aria-selected=true]")).to_be_visible()
    option = "[...document.querySelectorAll('#palette .opt')].map((one) => getComputedStyle(one).backgroundColor)"
    assert len(set(page.evaluate(option))) > 1, (
        "the option that Enter chooses looks like all others"
    )
    tab = "[...document.querySelectorAll('.r-tabs > a')].map((one) => getComputedStyle(one).borderBottomColor)"
    assert len(set(page.evaluate(tab))) > 1, "the open tab looks like all others"

    page.emulate_media(forced_colors="none")
    for address in (f"{host}/ui/gallery", record):
        page.goto(address)
        page.wait_for_function(LOADED)
        page.evaluate(SPACED)
        assert page.evaluate(CLIPPED) == []
