"""Everything in the gallery can be reached by keyboard and by a screen reader, at desktop and phone width, and on paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from rapport.core.access.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAMELESS = """() => [...document.querySelectorAll('button, a[href], input:not([type=hidden]), select, textarea, [role=img]')]
  .filter((one) => one.checkVisibility())
  .filter((one) => !(one.getAttribute('aria-label') || one.textContent.trim() || one.labels?.length || one.getAttribute('aria-labelledby')))
  .map((one) => one.outerHTML)"""
TWICE = """() => { const all = [...document.querySelectorAll('[id]')].map((one) => one.id);
  return [...new Set(all.filter((id, at) => all.indexOf(id) !== at))]; }"""
TOO_FAINT = """() => {
  const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
  const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * x + 0.7152 * y + 0.0722 * z; };
  const under = (one) => { for (let at = one; at; at = at.parentElement) { const c = rgb(getComputedStyle(at).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255, 255]; };
  const texts = document.createTreeWalker(document.getElementById('main'), NodeFilter.SHOW_TEXT);
  const faint = [];
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !one.checkVisibility() || one.closest('[aria-disabled=true], [aria-busy=true], :disabled, option')) continue;
    const [a, b] = [light(rgb(getComputedStyle(one).color)), light(under(one))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) faint.push(`${one.className} ${texts.currentNode.data.trim()} ${((a + 0.05) / (b + 0.05)).toFixed(2)}`);
  }
  return faint;
}"""


@pytest.mark.parametrize("width", [1440, 390])
def test_everything_has_a_name_and_enough_contrast(
    alice: User, open_as: Callable[..., Page], width: int
) -> None:
    page = open_as(alice, "/ui/gallery")
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate(NAMELESS) == []
    assert page.evaluate(TWICE) == []
    assert page.evaluate(TOO_FAINT) == []
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_keyboard_starts_at_the_content_and_shows_where_it_is(
    alice: User, open_as: Callable[..., Page]
) -> None:
    page = open_as(alice, "/ui/gallery")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    assert skip.evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_paper_shows_the_content_alone(alice: User, open_as: Callable[..., Page]) -> None:
    page = open_as(alice, "/ui/gallery")
    page.emulate_media(media="print")
    expect(page.locator(".r-nav")).not_to_be_visible()
    expect(page.locator(".r-top")).not_to_be_visible()
    assert page.evaluate("document.getElementById('main').scrollHeight > innerHeight")
    assert page.evaluate("getComputedStyle(document.body).overflow") == "visible"
