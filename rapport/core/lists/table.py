"""A list as the page draws it: heads that sort, chips that filter, links to the neighbouring pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.lists.cells import Own, drawer, line_of, needed
from rapport.core.lists.chips import Chips, chips, filter_address
from rapport.core.lists.columns import Column
from rapport.core.lists.filters import NO_FILTERS
from rapport.core.lists.foot import offered, told
from rapport.core.lists.spec import ListSpec, Page, count_up_to
from rapport.core.lists.state import ListState, Show
from rapport.core.pages import formats

LIMIT = 10_000


@dataclass(frozen=True)
class Head:
    """The head of a column; `up` and `down` are the addresses that sort by it, `edit` with {id} the one that edits a cell.

    `wide` is the width that was chosen, `width` that or the column's own.
    """

    key: str
    label: str
    width: int | None
    num: bool
    sorted: str | None
    up: str = ""
    down: str = ""
    filter: str = ""
    foot: str = ""
    edit: str = ""
    wide: int | None = None


@dataclass(frozen=True)
class Table:
    """Everything around the rows of a list."""

    spec: ListSpec
    page: Page
    heads: list[Head]
    chips: Chips
    add_filter: str
    count_url: str
    clear: str
    export_url: str
    query: str
    cells: Callable[[Any], Markup]
    columns_url: str
    foot_url: str

    @property
    def rows(self) -> list[Any]:
        """Return the rows of this page."""
        return self.page.rows

    @property
    def is_narrowed(self) -> bool:
        """Tell whether filters or words leave rows out: an empty list then says so, instead of inviting to begin."""
        return bool(self.page.state.filters or self.page.state.words)


def table(spec: ListSpec, user: User, state: ListState, own: Own | None = None) -> Table:
    """Return a page of the list. `own` holds the columns that the page draws in a way of its own."""
    own = own or {}
    shown = spec.shown_for(user, state)
    columns = [spec.column(show.name, user) for show in shown]
    others = columns[1:]  # the page draws the one that names the row
    page = spec.page(user, state, needed(others, own, user))
    draws = [
        (column, own[column.name](page.rows) if column.name in own else drawer(column, user))
        for column in others
    ]
    return Table(
        spec=spec,
        page=page,
        heads=[_head(spec, page, user, *one) for one in zip(columns, shown, strict=True)],
        chips=chips(spec, user, state),
        add_filter=reverse("lists:filter", args=[spec.name]) + state.query(),
        count_url=reverse("lists:count", args=[spec.name]) + state.query(),
        clear=state.query(filters=NO_FILTERS, words=""),
        export_url=reverse("exports:export", args=[spec.name])
        if may(user, "core.export_data")
        else "",
        query=state.at_top().query(),
        cells=line_of(draws),
        columns_url=reverse("lists:columns", args=[spec.name]) + state.query(),
        foot_url=reverse("lists:foot", args=[spec.name]) + state.query()
        if told(spec, user, state)
        else "",
    )


def _head(spec: ListSpec, page: Page, user: User, column: Column, show: Show) -> Head:
    state = page.state
    ways = (column.name, f"-{column.name}")
    direction = {ways[0]: "ascending", ways[1]: "descending"}.get(page.sort)
    return Head(
        key=column.name,
        label=str(column.label),
        width=show.width or column.width,
        wide=show.width,
        num=column.is_numeric,
        sorted=direction,
        up=state.query(sort=ways[0]) if column.sortable else "",
        down=state.query(sort=ways[1]) if column.sortable else "",
        filter=filter_address(spec, state, column) if column.filterable else "",
        foot=reverse("lists:figure", args=[spec.name, column.name]) + state.query()
        if offered(column)
        else "",
        edit=_place(column, user),
    )


def _place(column: Column, user: User) -> str:
    """Return the address that edits a cell of this column, with {id} for the row; nothing without the right."""
    if column.edit is None or not may(user, column.edit[1]):
        return ""
    return reverse(column.edit[0], args=[0, column.name]).replace("/0/", "/{id}/")


def counted(spec: ListSpec, user: User, state: ListState) -> str:
    """Return how many match, in words; beyond ten thousand the exact number would keep her waiting."""
    count = count_up_to(spec.matching(user, state), LIMIT)
    return f"{formats.number(LIMIT)}+" if count > LIMIT else formats.number(count)
