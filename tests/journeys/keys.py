"""Somebody who works without a mouse."""

from __future__ import annotations

from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Locator, Page, expect


class Keys:
    """Somebody at the keyboard, who reads the page in one language."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language
        self.dialog = page.locator("#dialog")

    def word(self, text: str, context: str = "") -> str:
        """Return how the page says it."""
        with override(self.language):
            return pgettext(context, text) if context else gettext(text)

    def key(self, key: str, shows: str) -> None:
        """Press a key of the page once its script is there, until what it opens is shown."""
        self.page.wait_for_function("window.htmx")
        self.page.keyboard.press(key)
        expect(self.page.locator(shows).first).to_be_visible()

    def follow(self, text: str) -> None:
        """Follow a line of the dialog."""
        self.dialog.get_by_role("link", name=text, exact=True).press("Enter")

    def choose(self, field: Locator, value: str) -> None:
        """Go through the options of a field by the arrows until this one stands there."""
        field.press("Home")
        for _step in range(field.locator("option").count()):
            if field.input_value() != value:
                field.press("ArrowDown")
        expect(field).to_have_value(value)

    def filter_by(self, column: str, operator: str, **values: str) -> None:
        """Add a filter to the list: `value` is typed, what else there is is chosen."""
        self.key("f", "#dialog .dropdown-item")
        self.follow(column)
        choice = self.dialog.locator("select[name=operator]")
        self.choose(choice, operator)
        for name, value in values.items():
            field = self.dialog.locator(f"[name={name}]")
            if name == "value":
                field.press_sequentially(value)
            else:
                self.choose(field, value)
        choice.press("Enter")
        self.dialog.locator("button[type=submit]").press("Enter")
        self.page.wait_for_load_state()
        expect(self.page.locator(".r-chip", has_text=column)).to_be_visible()
