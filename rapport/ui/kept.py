"""Parts of a page that are the same on thousands of pages, such as the side bar: drawn once for each language."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import get_language
from markupsafe import Markup

MOST = 512

_drawn: dict[tuple[object, ...], Markup] = {}


def kept(part: str, *about: Iterable[object], caller: Callable[[], Markup]) -> Markup:
    """Draw a part of the page unless it was drawn before about the same.

    `about` holds all that the part depends on besides the language: lists of values that can be compared and hashed.

    {% call kept("rooms", navigation, pins) %}…{% endcall %}
    """
    key = (part, get_language(), *map(tuple, about))
    drawn = _drawn.get(key)
    if drawn is None:
        if len(_drawn) >= MOST:
            _drawn.clear()
        drawn = _drawn[key] = caller()
    return drawn


GLOBALS = {"kept": kept}
