"""A signed-in page in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rapport.config.problem import Problem

PROGRAM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


class NoBrowser(Problem):
    """This bench drives Chromium through Playwright. Install both: pip install playwright, apt-get install chromium."""


@contextmanager
def chromium(port: int, cookie: str) -> Iterator[Any]:
    """Offer an empty page, signed in, whose addresses begin at the server; needs Playwright and Chromium."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise NoBrowser from error
    name, _, value = cookie.partition("=")
    address = f"http://localhost:{port}/"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=PROGRAM, args=FLAGS)
        context = browser.new_context(base_url=address)
        context.add_cookies([{"name": name, "value": value, "url": address}])
        yield context.new_page()
        browser.close()
