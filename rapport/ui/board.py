"""The cards of a board; functions, for a board has hundreds."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from rapport.ui.markup import icon
from rapport.ui.names import script
from rapport.ui.sentences import gettext as _

FACTS = 4


def card(
    key: int,
    version: int,
    href: str,
    name: str,
    facts: Sequence[tuple[str, str, object]],
    *,
    may_move: bool,
) -> Markup:
    """Draw a card: what it is about, and the first facts (icon, label, value) of it; with a button that moves it."""
    lines = "".join(_line(*fact) for fact in facts[:FACTS])
    move = ""
    if may_move:
        said = _("Move %(name)s", name=name)
        move = f'<button class="btn btn-ghost btn-icon" type="button" popovertarget="menu-move" aria-haspopup="menu" aria-label="{said}" title="{said}">{icon("arrows-move-horizontal", "small")}</button>'
    return Markup(  # noqa: S704 - escaped piece by piece
        f'<article class="r-tile" data-row="{key}" data-version="{version}"{" data-movable" if may_move else ""}>'
        f'<h3 class="main"><a class="cut" lang="{script(name)}" href="{escape(href)}">{escape(name)}</a>{move}</h3>{lines}</article>'
    )


def _line(sign: str, label: str, value: object) -> str:
    """Draw a fact: behind its icon, or behind its name where it has none."""
    said = escape(label)
    before = icon(sign, "small") if sign else f'<span class="quiet">{said}</span>'
    return (
        f'<span class="line" title="{said}">{before}<span class="cut">{escape(value)}</span></span>'
    )
