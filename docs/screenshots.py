"""Takes the pictures of the README from a running demo: bin/screenshots http://localhost:8000 PASSWORD."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

TARGET = Path(__file__).parent / "screenshots"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def sign_in(
    browser: Browser, address: str, password: str, size: dict[str, int], theme: str
) -> Page:
    """Open a window of that size and sign in as Alice."""
    context = browser.new_context(viewport=size, color_scheme=theme, device_scale_factor=1)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address)
    page.fill("input[name=login]", "alice@haina.example")
    page.fill("input[name=password]", password)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "accounts" not in url)
    return page


def take(page: Page, name: str) -> None:
    """Wait until everything is there, then take the picture."""
    page.wait_for_timeout(
        2_500
    )  # the panels come by themselves; the event stream never falls silent
    page.screenshot(path=TARGET / f"{name}.png")


def find(page: Page, words: str) -> None:
    """Find a record by the palette."""
    page.keyboard.press("Control+k")
    page.keyboard.type(words, delay=40)
    page.wait_for_timeout(1_200)


def main(address: str, password: str) -> None:
    """Take every picture."""
    TARGET.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
        wide = sign_in(browser, address, password, WIDE, "light")
        wide.goto(f"{address}/people/")
        take(wide, "people")
        find(wide, "wxs")
        take(wide, "palette")
        wide.keyboard.press("Enter")
        wide.wait_for_url("**/people/*")
        take(wide, "person")
        there = wide.url
        for name, size, theme in [("person-dark", WIDE, "dark"), ("person-phone", PHONE, "light")]:
            page = sign_in(browser, address, password, size, theme)
            page.goto(there)
            take(page, name)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2])
