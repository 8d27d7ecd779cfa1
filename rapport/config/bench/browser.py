"""From the press of a key to the painted result in Chromium: palette, filter of a list, edit of a cell; and what a page weighs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rapport.config.bench import haina
from rapport.config.bench.chromium import chromium
from rapport.config.bench.figures import Figure, Goal
from rapport.config.bench.serving import sign_in, site
from rapport.config.bench.timing import percentile
from rapport.core.access.models import User

# A hand that types does not wait for it: beyond, people slow down and look (Dabrowski and Munson 2011: 150 ms for keys).
HAND = Goal(150, of_value=True)
# What a phone on a slow line loads within two seconds.
WEIGHT = Goal(250, of_value=True)
# Nothing moves under the finger.
STILL = Goal(0, of_value=True)
ROUNDS = 40  # after one in which the server, started a moment ago, hears each question for the first time
WORDS = ("wangw", "王伟", "zhang m", "chenj", "lina", "schmidt", "海口", "liuy", "138001", "petrov")
FILTERS = ("王伟", "wangwei", "lina", "schmidt", "chenjie")
LIST = "people/?cols=lifecycle,city,last_touch_at"
# The moment of a key is the browser's own (of a character that an input method brings, its input); what is found as a frame
# begins is painted once that frame has ended, which a timer of no length tells.
WATCH = """() => {
  for (const name of ['keydown', 'beforeinput']) addEventListener(name, (event) => { window.pressed = event.timeStamp; }, true);
  window.until = (found) => new Promise((done) => {
    const look = () => (found() ? setTimeout(() => done(performance.now() - window.pressed)) : requestAnimationFrame(look));
    requestAnimationFrame(look);
  });
}"""
OPEN = """() => { const groups = document.querySelector('#palette .groups');
  return groups.firstElementChild && !groups.hasAttribute('aria-busy'); }"""
ANSWERED = """() => { const groups = document.querySelector('#palette .groups'); groups.firstElementChild.dataset.old = '';
  window.painted = window.until(() => groups.firstElementChild && !groups.querySelector('[data-old]')); }"""
SETTLED = """() => { const field = document.querySelector('[data-search]');
  return field.dataset.asked === field.value.trim() && !document.querySelector('#main .htmx-request'); }"""
NARROWED = """() => { document.querySelector('#main > :last-child').dataset.old = '';
  window.painted = window.until(() => !document.querySelector('#main > [data-old]')); }"""
EDITED = """() => { const cell = document.querySelector('[data-current] [data-chosen]'), at = cell.cellIndex;
  const text = cell.querySelector('select').selectedOptions[0].textContent.trim();
  window.painted = window.until(() => { const now = document.querySelector('[data-current]').cells[at];
    return !now.querySelector('[data-editing]') && now.textContent.trim() === text; }); }"""
SENT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .reduce((sum, one) => sum + one.transferSize, 0)"""
SHIFTED = """() => new Promise((done) => { let sum = 0; const seen = new PerformanceObserver((list) => {
  for (const one of list.getEntries()) if (!one.hadRecentInput) sum += one.value; });
  seen.observe({ type: 'layout-shift', buffered: true }); setTimeout(() => done(sum), 1500); })"""

Address = Callable[[str], str]


def measure(size: int) -> list[Figure]:
    """Press keys as somebody who sees every customer."""
    haina.ensure_quickly(size)
    cookie = sign_in(User.objects.get(email="admin@haina.example"))
    with site() as server, chromium(server.port, cookie) as page:
        weight, shift = _loaded(page, LIST)
        times = {
            "palette": _palette(page),
            "filter of a list": _filters(page),
            "edit of a cell": _edits(page),
        }
    figures = []
    for name, taken in times.items():
        figures.append(Figure(f"{name}: p50", percentile(taken, 0.5), "ms"))
        figures.append(Figure(f"{name}: p95", percentile(taken, 0.95), "ms", goal=HAND))
    figures.append(Figure("list, loaded for the first time", weight / 1024, "KB", goal=WEIGHT))
    return [*figures, Figure("layout shift of a list", shift, "", goal=STILL)]


def _loaded(page: Any, path: str) -> tuple[float, float]:
    """Load a page with an empty cache; return its bytes on the line, and how far its parts moved."""
    page.goto(path, wait_until="networkidle")
    return page.evaluate(SENT), page.evaluate(SHIFTED)


def _open(page: Any, path: str) -> None:
    page.goto(path, wait_until="networkidle")
    page.evaluate(WATCH)


def _palette(page: Any) -> list[float]:
    """Type words; each last letter counts, from its press to the painted answer."""
    _open(page, LIST)
    times = []
    for number in range(len(WORDS) + ROUNDS):
        word = WORDS[number % len(WORDS)]
        page.keyboard.press("Control+k")
        page.wait_for_function(OPEN)
        page.keyboard.type(word[:-1])
        page.wait_for_timeout(400)
        page.wait_for_function(OPEN)
        page.evaluate(ANSWERED)
        page.keyboard.type(word[-1]) if not word[-1].isascii() else page.keyboard.press(word[-1])
        times.append(page.evaluate("() => window.painted"))
        page.keyboard.press("Escape")
    return times[len(WORDS) :]


def _filters(page: Any) -> list[float]:
    """Narrow a list by words; each last letter counts, from its press to the painted rows."""
    times = []
    for number in range(len(FILTERS) + ROUNDS):
        word = FILTERS[number % len(FILTERS)]
        _open(page, LIST)
        page.keyboard.press("/")
        page.keyboard.type(word[:-1])
        page.wait_for_timeout(400)
        page.wait_for_function(SETTLED)
        page.evaluate(NARROWED)
        page.keyboard.press(word[-1]) if word[-1].isascii() else page.keyboard.type(word[-1])
        times.append(page.evaluate("() => window.painted"))
    return times[len(FILTERS) :]


def _edits(page: Any) -> list[float]:
    """Change a status and change it back; from Enter to the painted cell."""
    _open(page, "people/?cols=lifecycle")
    page.keyboard.press("j")
    times = []
    for number in range(ROUNDS):
        page.keyboard.press("e")
        field = page.locator("[data-current] [data-editing] select")
        field.select_option(index=number % 2)
        page.evaluate(EDITED)
        page.keyboard.press("Enter")
        times.append(page.evaluate("() => window.painted"))
        page.wait_for_timeout(300)
    return times
