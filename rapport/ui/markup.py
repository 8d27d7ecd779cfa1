"""Pieces of HTML that are too small, or too often used, for a macro; GLOBALS goes into the Jinja environment."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from functools import cache, lru_cache

from django.templatetags.static import static
from django.utils.translation import get_language, gettext as _
from markupsafe import Markup, escape

HIDDEN = Markup('aria-hidden="true"')
NOTHING = Markup("")


@cache
def sprite() -> str:
    """Give the address of the icon sprite."""
    return static("built/icons.svg")


@lru_cache(maxsize=2048)  # a list draws the same few hundreds of times
def icon(name: str, size: str = "", *, small: bool = False, label: str = "") -> Markup:
    """Draw a Tabler icon; it is decoration, the words stand beside it, or `label` speaks for it."""
    css = "icon small" if small else f"icon {size}".strip()
    drawn = Markup('<svg class="{}" {}><use href="{}#{}"/></svg>')
    voice = Markup('role="img" aria-label="{}"').format(label) if label else HIDDEN
    return drawn.format(css, voice, sprite(), name)


def attrs(values: Mapping[str, object]) -> Markup:
    """Write HTML attributes: `hx_get` becomes hx-get, True stands bare, None and False are left out."""
    if not values:
        return NOTHING
    written = ""
    for name, value in values.items():
        if value is None or value is False:
            continue
        written += " " + _attribute(name)
        if value is not True:
            written += f'="{escape(value)}"'
    return Markup(written)  # noqa: S704 - names are the templates' own, values are escaped


@cache
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("_", "-")


def opt(thing: object, name: str) -> object:
    """Read a part of a row that need not be there: a key of a mapping or an attribute, else None."""
    return thing.get(name) if isinstance(thing, Mapping) else getattr(thing, name, None)


def page_language() -> str:
    """Name the language of the page for its `lang` attribute: en or zh-Hans."""
    return "zh-Hans" if (get_language() or "en").startswith("zh") else "en"


def browser_words() -> str:
    """Give the scripts their words, as JSON."""
    return _words(page_language())


@cache
def _words(language: str) -> str:
    return json.dumps(
        {
            "undo": _("Undo"),
            "undone": _("Undone."),
            "copied": _("Copied"),
            "changes": _("Changed and not saved: %(count)s"),
            "offline": _("The server did not answer. What you typed is still here; try again."),
            "failed": _("That did not work. What you typed is still here; try again."),
            "looking": _("Looking …"),
            "found": _("%(n)s found"),
            "none": _("Nothing found."),
            "unanswered": _("The server did not answer. Press Enter to try again."),
            "leave": _("Leave without saving?"),
            "keep": _("Keep editing"),
            "discard": _("Discard"),
            "selected": _("%(n)s selected"),
            "select_every": _("Select all %(n)s that match"),
            "everywhere": _("On every page"),
            "here": _("On this page"),
            "go": _("Go to"),
            "list": _("In a list"),
            "then": _("then"),
            "find": _("Find or do"),
            "help": _("Help"),
            "next": _("Next row"),
            "previous": _("Previous row"),
            "open": _("Open"),
            "select": _("Select"),
            "edit": _("Edit"),
            "cell": _("Choose a cell"),
            "moved": _("%(name)s moved to %(lane)s"),
            "close": _("Close, or clear the selection"),
            "search": _("Search this list"),
            "uploading": _("Uploading %(name)s"),
            "refused": _("The file was not accepted."),
        },
        ensure_ascii=False,
    )


def typed(value: object) -> object:
    """Give a figure as one would type it, 10079.98 and not 10079.9800; anything else as it is, nothing as an empty text."""
    if isinstance(value, Decimal) and value.is_finite():
        return format(value.normalize(), "f")
    return "" if value is None else value


GLOBALS = {
    "icon": icon,
    "draw": icon,  # for macros that have a parameter `icon`
    "attrs": attrs,
    "opt": opt,
    "typed": typed,
    "page_language": page_language,
    "browser_words": browser_words,
}
