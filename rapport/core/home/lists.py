"""Widgets made of saved views: the first rows of each, and how many there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.errors import Invalid
from rapport.core.home.widgets import Reader, Widget
from rapport.core.lists.cells import drawer, needed
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.spec import ListSpec, ListState
from rapport.core.pages.formats import number
from rapport.core.views.queries import LIMIT, Found, counted, views_of

ROWS = 5
BESIDE = 2  # columns that stand beside the name
TOLD = {Kind.TEXT, Kind.CHOICE, Kind.DATE, Kind.DATETIME, Kind.MONEY, Kind.NUMBER, Kind.USER}


@dataclass(frozen=True)
class Line:
    """One record of a view: its name, its address, and what else the list shows of it."""

    name: object
    href: str
    beside: list[object]


def widgets_of_views(user: User, pages: dict[str, str]) -> list[Widget]:
    """Return a widget for each view that the colleague finds. `pages` names by list the page of one of its records."""
    if not may(user, "core.save_view"):
        return []
    return [_widget(view, pages) for view in views_of(user) if view.list_name in pages]


def _widget(view: Found, pages: dict[str, str]) -> Widget:
    address = listed("lists")[view.list_name].address + view.address
    return Widget(
        name=f"view-{view.id}",
        label=view.name,
        text=_("A saved view: its first rows, and how many there are."),
        icon="bookmark",
        template="core/home/view.html",
        read=_reader(view, pages[view.list_name]),
        address=address,
        rows=ROWS,
    )


def _reader(view: Found, row_page: str) -> Callable[[Reader], dict[str, Any]]:
    def read(reader: Reader) -> dict[str, Any]:
        spec: ListSpec = listed("lists")[view.list_name].spec
        try:
            lines = _lines(spec, reader.user, ListState.read(QueryDict(view.query)), row_page)
        except Invalid as error:  # a field of it was removed
            return {"lines": [], "count": "", "problem": error.sentence()}
        count = counted(reader.user, view.list_name, view.query) or 0
        told = f"{number(LIMIT)}+" if count > LIMIT else number(count)
        return {"lines": lines, "count": told, "problem": ""}

    return read


def _lines(spec: ListSpec, user: User, state: ListState, row_page: str) -> list[Line]:
    names = [spec.named(show.name, user) for show in spec.shown_for(user, state)]
    columns = [one for one in names[1:] if _is_told(one)][:BESIDE]
    shown = [names[0], *columns]
    plain = replace(state, size=ROWS, after="", before="", by="", layout="", month="")
    found = spec.page(user, plain, also=needed(shown, {}, user)).rows
    name, *others = [drawer(column, user) for column in shown]
    return [
        Line(name(row), reverse(row_page, args=[row.pk]), [draw(row) for draw in others])
        for row in found
    ]


def _is_told(column: Column) -> bool:
    """Tell whether a column can be said in a word or two, without what its own page knows."""
    return column.kind in TOLD and column.is_readable and column.draw is None
