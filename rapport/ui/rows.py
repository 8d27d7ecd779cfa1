"""What a list draws for each of its rows; functions, for a macro costs four times as much and a list has hundreds.

{% call row(person.pk, person.name, select=True, href=href) %}
  {% call main_cell(href, person.name, face=person.name, line="18 Jul") %}{{ act(_("Call"), href, "phone") }}{% endcall %}
  <td>…</td>
{% endcall %}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from rapport.ui import names
from rapport.ui.markup import attrs, icon as draw
from rapport.ui.names import initials, script
from rapport.ui.sentences import gettext as _, pattern

BLANK = Markup('<span class="quiet">–</span>')
FACE = '<span class="r-face" lang="{}" aria-hidden="true">{}</span>'


class Line(NamedTuple):
    """A row of a list: its key, what it is called, where it leads, and its cells as they are drawn."""

    key: int
    name: str
    href: str
    cells: Markup


def rows(lines: Iterable[Line], *, select: bool = False) -> Markup:
    """Draw the rows of a list, selectable if wanted."""
    said = pattern("Select %(name)s") if select else ""
    drawn = []
    for key, name, href, cells in lines:
        box = _box(key, said % {"name": escape(name)}) if select else ""
        drawn.append(f'<tr data-row="{key}" data-href="{escape(href)}">{box}{cells}</tr>')
    return Markup("".join(drawn))  # noqa: S704 - escaped piece by piece


def section_head(mark: str, label: str, href: str, width: int) -> Markup:
    """Draw the head of a section of a grouped list; its count comes later, into the element of this id."""
    said = escape(label)
    inside = f'<a href="{escape(href)}">{said}</a>' if href else said
    return Markup(  # noqa: S704 - escaped piece by piece
        f'<tr class="r-group-head"><th scope="rowgroup" colspan="{width}">{inside} <span class="n" id="{mark}"></span></th></tr>'
    )


def section_foot(href: str, width: int) -> Markup:
    """Draw the way to all rows of a section of which a list shows the first only."""
    return Markup(  # noqa: S704 - escaped piece by piece
        f'<tr class="r-group-foot"><td colspan="{width}"><a class="link" href="{escape(href)}">{_("Show all")}</a></td></tr>'
    )


def _box(key: object, said: str, more: str = "") -> str:
    return (
        f'<td class="pick"><input class="form-check-input" type="checkbox" name="id" value="{key}"'
        f' aria-label="{said}"{more} form="bulk"></td>'
    )


def row(
    id: object,
    label: object = "",
    *,
    select: bool = False,
    selected: bool = False,
    href: str | None = None,
    caller: Callable[[], str],
    **attributes: Any,
) -> Markup:
    """Draw a row of a grid, selectable if wanted; the caller's body holds the cells."""
    more = f' data-href="{escape(href)}"' if href else ""
    if selected:
        more += ' aria-selected="true"'
    checked = " checked" if selected else ""
    box = _box(escape(id), _("Select %(name)s", name=label), checked) if select else ""
    return Markup(  # noqa: S704 - escaped piece by piece
        f'<tr data-row="{escape(id)}"{more}{attrs(attributes)}>{box}{caller()}</tr>'
    )


def main_cell(
    href: str,
    name: object,
    latin: str | None = None,
    line: object = None,
    face: object = None,
    icon: str | None = None,
    *,
    first: bool = False,
    before: Markup | None = None,
    caller: Callable[[], str] | None = None,
) -> Markup:
    """Draw who or what the row is about. `line` is what the phone shows below the name, `before` a button in the place of
    its face; the caller's body holds `act`s.
    """
    shown, said, drawn = str(name), escape(name), before or ""
    language = script(shown)
    if face:
        own = language if face == name else script(str(face))
        drawn = FACE.format(own, escape(initials(str(face))))
    elif icon:
        drawn = f'<span class="r-face" aria-hidden="true">{draw(icon, "small")}</span>'
    other = f' <span class="quiet">{escape(latin)}</span>' if latin and latin != name else ""
    below = (
        f'<br class="only-phone"><span class="only-phone quiet">{escape(line)}</span>'
        if line
        else ""
    )
    acts = f'<span class="acts">{caller()}</span>' if caller else ""
    return Markup(  # noqa: S704 - escaped piece by piece
        f'<td class="main{" first" if first else ""}"><span class="who">{drawn}'
        f'<a class="cut" href="{escape(href)}"><span class="strong"><span lang="{language}">{said}</span></span>'
        f"{other}{below}</a>{acts}</span></td>"
    )


def act(label: str, href: str, sign: str, **attributes: Any) -> Markup:
    """Draw a quick link in a main cell; the first one stays on the phone."""
    said = escape(label)
    return Markup(  # noqa: S704 - escaped piece by piece
        f'<a href="{escape(href)}" aria-label="{said}" title="{said}"{attrs(attributes)}>{draw(sign, "small")}</a>'
    )


def status(text: object, kind: str = "") -> Markup:
    """Draw a state: dot and word. kind: ok, warn, bad, info, off or nothing."""
    return Markup(f'<span class="r-status {kind}">{escape(text)}</span>')  # noqa: S704 - escaped


def blank() -> Markup:
    """Draw an empty cell's dash."""
    return BLANK


GLOBALS = {"row": row, "main_cell": main_cell, "act": act, "blank": blank, "name": names.name}
