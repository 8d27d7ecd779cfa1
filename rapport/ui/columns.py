"""The head of a column and its menu: sort, filter, foot, arrange. Functions, for each list draws them for every column."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from django.utils.translation import get_language, gettext as _
from markupsafe import Markup, escape

from rapport.ui.markup import icon, opt

ITEM = '<li role="none"><button class="dropdown-item" type="button" role="menuitem" data-arrange="{}" data-of="{}">{}{}</button></li>'


ENDS = {"ascending": "arrow-up", "descending": "arrow-down"}


def column_head(
    column: object,
    grid: str = "grid",
    *,
    first: bool = False,
    arranged: Sequence[int] | None = None,
) -> Markup:
    """Draw the head of a column (`core.lists.table.Head`, or a mapping) with its menu, if it has one.

    arranged: place, is last, how many are frozen; where columns can be moved, hidden, frozen and made wider.
    """
    label, key, sorted_ = escape(opt(column, "label")), opt(column, "key"), opt(column, "sorted")
    language = get_language() or ""
    items = _sorts(language, column) + _dialogs(language, column) + _group(language, column)
    if arranged is not None:
        items += _arrange_at(language, str(key), *arranged)
    css = f"{'num' if opt(column, 'num') else ''}{' first' if first else ''}"
    more = f' data-column="{key}"' if arranged is not None else ""
    more += f' aria-sort="{sorted_}"' if sorted_ else ""
    if not items:
        inside = label or f'<span class="visually-hidden">{_("Actions")}</span>'
    else:
        sign = f" {icon(ENDS[str(sorted_)], 'small')}" if sorted_ else ""
        inside = (
            f'<button class="r-head" type="button" popovertarget="{grid}-{key}" aria-haspopup="menu">{label}{sign}</button>'
            f'<ul class="dropdown-menu" id="{grid}-{key}" role="menu" aria-label="{label}" popover data-popover>{items}</ul>'
        )
        if arranged is not None:
            inside += edge(language, str(key), str(label), opt(column, "width") or 200)
    return Markup(f'<th scope="col" class="{css}"{more}>{inside}</th>')  # noqa: S704 - escaped piece by piece


def _sorts(language: str, column: object) -> str:
    """Draw the items that sort by this column; a column may have words of its own for the two ways."""
    found = ""
    for key, way, sign in (
        ("up", "ascending", "sort-ascending"),
        ("down", "descending", "sort-descending"),
    ):
        href = opt(column, key)
        if href:
            words = opt(column, f"{key}_label")
            drawn = f"{icon(sign)}{escape(words)}" if words else _words(language)[key]
            is_now = opt(column, "sorted") == way
            end = f'<span class="end">{icon("check", "small")}</span>' if is_now else ""
            css = " active" if is_now else ""
            found += f'<li role="none"><a class="dropdown-item{css}" role="menuitem" href="{escape(href)}">{drawn}{end}</a></li>'
    return found


def _dialogs(language: str, column: object) -> str:
    """Draw the items that ask for a filter by this column and for the figure below it."""
    found = ""
    for key in ("filter", "foot"):
        href = escape(opt(column, key) or "")
        if href:
            found += f'<li role="none"><a class="dropdown-item" role="menuitem" href="{href}" hx-get="{href}" hx-target="#dialog">{_words(language)[key]}</a></li>'
    return found


def _group(language: str, column: object) -> str:
    """Draw the item that groups the list by this column, or no longer."""
    href = escape(opt(column, "group") or "")
    words = _words(language)["ungroup" if opt(column, "is_group") else "group"]
    return (
        f'<li role="none"><a class="dropdown-item" role="menuitem" href="{href}">{words}</a></li>'
        if href
        else ""
    )


@lru_cache(maxsize=16)
def _words(_language: str) -> dict[str, str]:
    return {
        "up": f"{icon('sort-ascending')}{escape(_('Ascending'))}",
        "down": f"{icon('sort-descending')}{escape(_('Descending'))}",
        "filter": f"{icon('filter')}{escape(_('Filter by this column'))}",
        "group": f"{icon('stack-2')}{escape(_('Group by this column'))}",
        "ungroup": f"{icon('stack-2')}{escape(_('Do not group'))}",
        "foot": f"{icon('sum')}{escape(_('Foot of the column'))}",
    }


def _arrange_at(language: str, key: str, place: int, is_last: int, frozen: int) -> str:
    """Draw the part of the menu that moves, freezes and hides its column; the first one stays where it is."""
    ways = (place > 1, place > 0 and not is_last, not is_last, place > 0)
    return _arrange(language, key, ways, frozen == place + 1)


@lru_cache(maxsize=2048)
def _arrange(_language: str, key: str, ways: tuple[bool, ...], is_frozen: bool) -> str:  # noqa: FBT001
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
    return "".join(drawn)


@lru_cache(maxsize=2048)
def edge(_language: str, key: str, label: str, width: int) -> str:
    """Draw the edge by which a column is made wider, by dragging or the arrow keys; the label comes escaped."""
    said = escape(_("Width of %(column)s")) % {"column": Markup(label)}  # noqa: S704 - escaped
    return (
        f'<span class="r-edge" role="separator" tabindex="0" aria-orientation="vertical" aria-label="{said}"'
        f' aria-valuemin="48" aria-valuemax="1200" aria-valuenow="{width}" data-widen="{escape(key)}"></span>'
    )


GLOBALS = {"column_head": column_head}
