"""A list as the page draws it: heads that sort, chips that filter, links to the neighbouring pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from markupsafe import Markup

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.lists.cells import NUMERIC, Own, drawer, line_of, needed
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.operators import LABELS, WITHOUT_VALUE
from rapport.core.lists.spec import ListSpec, Page, count_up_to
from rapport.core.lists.state import Filter, ListState, Show
from rapport.core.pages import formats

LIMIT = 10_000


@dataclass(frozen=True)
class Head:
    """The head of a column; `up` and `down` are the addresses that sort by it."""

    key: str
    label: str
    width: int | None
    num: bool
    sorted: str | None
    up: str = ""
    down: str = ""
    filter: str = ""


@dataclass(frozen=True)
class Chip:
    """A filter in words, with the addresses that change and remove it."""

    field: str
    op: str
    value: str
    edit: str
    remove: str
    icon: str


@dataclass(frozen=True)
class Table:
    """Everything around the rows of a list."""

    spec: ListSpec
    page: Page
    heads: list[Head]
    chips: list[Chip]
    add_filter: str
    count_url: str
    clear: str
    export_url: str
    query: str
    cells: Callable[[Any], Markup]
    columns_url: str

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
        heads=[_head(spec, page, *one) for one in zip(columns, shown, strict=True)],
        chips=[_chip(spec, state, user, one) for one in state.filters],
        add_filter=reverse("lists:filter", args=[spec.name]) + state.query(),
        count_url=reverse("lists:count", args=[spec.name]) + state.query(),
        clear=state.query(filters=(), words=""),
        export_url=reverse("exports:export", args=[spec.name])
        if may(user, "core.export_data")
        else "",
        query=state.at_top().query(),
        cells=line_of(draws),
        columns_url=reverse("lists:columns", args=[spec.name]) + state.query(),
    )


def _head(spec: ListSpec, page: Page, column: Column, show: Show) -> Head:
    state = page.state
    ways = (column.name, f"-{column.name}")
    direction = {ways[0]: "ascending", ways[1]: "descending"}.get(page.sort)
    return Head(
        key=column.name,
        label=str(column.label),
        width=show.width or column.width,
        num=column.kind in NUMERIC,
        sorted=direction,
        up=state.query(sort=ways[0]) if column.sortable else "",
        down=state.query(sort=ways[1]) if column.sortable else "",
        filter=_filter_address(spec, state, column) if column.filterable else "",
    )


def _filter_address(
    spec: ListSpec, state: ListState, column: Column, old: Filter | None = None
) -> str:
    """Return the address of the dialog for one column; `old` is the filter that it replaces."""
    kept = {**state.kept, "column": column.name} | ({"old": str(old)} if old else {})
    return reverse("lists:filter", args=[spec.name]) + state.query(kept=kept)


def _chip(spec: ListSpec, state: ListState, user: User, one: Filter) -> Chip:
    column = spec.column(one.column, user)
    return Chip(
        field=str(column.label),
        op=str(LABELS[one.operator]),
        value=value_in_words(column, one, user),
        edit=_filter_address(spec, state, column, one),
        remove=state.without(one),
        icon=column.icon,
    )


def value_in_words(column: Column, one: Filter, user: User) -> str:
    """Return the value of a filter as a person reads it: 上海、海口 or 60 days ago."""
    if one.operator in WITHOUT_VALUE:
        return ""
    words = one.value.split("|") if one.operator == "any" else [one.value]
    labels = {str(value): str(label) for value, label in column.choices_for(user)}
    return (
        _("%(first)s, %(rest)s")
        % {
            "first": _word(column, words[0], labels),
            "rest": _("%(n)s more") % {"n": len(words) - 1},
        }
        if len(words) > 3
        else _(", ").join(_word(column, word, labels) for word in words)
    )


def _word(column: Column, word: str, labels: dict[str, str]) -> str:
    if word in labels:
        return labels[word]
    if column.kind is Kind.USER and word == "me":
        return _("me")
    if column.kind is Kind.BOOL:
        return _("yes") if word == "yes" else _("no")
    if column.kind in {Kind.DATE, Kind.DATETIME}:
        return _day(word)
    return word


def _day(word: str) -> str:
    if word == "today":
        return _("today")
    if word.startswith("-") and word.endswith("d"):
        days = int(word[1:-1])
        return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
    if word.endswith("d"):
        days = int(word[:-1])
        return ngettext("in %(n)s day", "in %(n)s days", days) % {"n": days}
    return word


def counted(spec: ListSpec, user: User, state: ListState) -> str:
    """Return how many match, in words; beyond ten thousand the exact number would keep her waiting."""
    count = count_up_to(spec.matching(user, state), LIMIT)
    return f"{formats.number(LIMIT)}+" if count > LIMIT else formats.number(count)
