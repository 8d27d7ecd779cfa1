"""What the head of a list draws to arrange its columns; functions, for each list draws them for every column."""

from __future__ import annotations

from functools import lru_cache

from django.utils.translation import get_language, gettext as _
from markupsafe import Markup, escape

from rapport.ui.markup import icon

ITEM = '<li role="none"><button class="dropdown-item" type="button" role="menuitem" data-arrange="{}" data-of="{}">{}{}</button></li>'


def arrange(key: str, place: int, is_last: bool, frozen: int) -> Markup:  # noqa: FBT001 - a template's positions
    """Draw the part of a head's menu that moves, freezes and hides its column; the first one stays where it is."""
    ways = (place > 1, place > 0 and not is_last, not is_last, place > 0)
    return _arrange(get_language() or "", key, ways, frozen == place + 1)


@lru_cache(maxsize=2048)
def _arrange(_language: str, key: str, ways: tuple[bool, ...], is_frozen: bool) -> Markup:  # noqa: FBT001
    items = [
        ("-1", "arrow-left", _("Move left")),
        ("1", "arrow-right", _("Move right")),
        ("freeze", "pinned-off", _("Unfreeze"))
        if is_frozen
        else ("freeze", "pin", _("Freeze up to here")),
        ("hide", "eye-off", _("Hide column")),
    ]
    drawn = [
        ITEM.format(way, escape(key), icon(sign), escape(label))
        for (way, sign, label), is_offered in zip(items, ways, strict=True)
        if is_offered
    ]
    return Markup("".join(drawn))  # noqa: S704 - escaped piece by piece


@lru_cache(maxsize=2048)
def _edge(_language: str, key: str, label: str, width: int) -> Markup:
    said = _("Width of %(column)s") % {"column": label}
    return Markup(  # noqa: S704 - escaped piece by piece
        f'<span class="r-edge" role="separator" tabindex="0" aria-orientation="vertical" aria-label="{escape(said)}"'
        f' aria-valuemin="48" aria-valuemax="1200" aria-valuenow="{width}" data-widen="{escape(key)}"></span>'
    )


def edge(key: str, label: object, width: int | None) -> Markup:
    """Draw the edge by which a column is made wider, by dragging or the arrow keys."""
    return _edge(get_language() or "", key, str(label), width or 200)


GLOBALS = {"arrange": arrange, "edge": edge}
