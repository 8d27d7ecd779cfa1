"""A list: which rows, which columns, in which order; and its pages by keyset, so that page 20,000 costs what page 1 costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Model, Q, QuerySet

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.lists import sparse
from rapport.core.lists.columns import Column
from rapport.core.lists.filters import Filter, Filters
from rapport.core.lists.operators import NotSearchable, UnknownColumn, UnknownFilter, condition
from rapport.core.lists.order import Order
from rapport.core.lists.state import ListState, Show

Rows = QuerySet[Any]


@dataclass(frozen=True)
class ListSpec:
    """A list as declared by a topic. `rows(user)` begins with `visible_to`; `search(rows, words, user)` finds by words.

    The first column names the row; `shown` are the others that a page shows until somebody chooses. `more` are columns
    that exist for this user besides, such as the company's own fields, and `heavy` the fields of a row that only these read.
    `entries(words)` finds the same as `search` in entries (`object_id`) that keep beside what the list is sorted by (`sort_key`).
    """

    name: str
    rows: Callable[[User], Rows]
    columns: Sequence[Column]
    sort: str
    search: Callable[[Rows, str, User], Rows] | None = None
    shown: Sequence[str] = ()
    more: Callable[[User], Mapping[str, Column]] | None = None
    key: str = "pk"
    heavy: Sequence[str] = ()
    entries: Callable[[str], Rows | None] | None = None
    by_name: dict[str, Column] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update({column.name: column for column in self.columns})

    def column(self, name: str, user: User) -> Column:
        """Return a column the user may know of. Errors: UnknownFilter."""
        column = self.by_name.get(name)
        if column is None and self.more is not None:
            column = self.more(user).get(name)
        if column is None or (column.right and not may(user, column.right)):
            raise UnknownFilter(filter=name[:100])
        return column

    def named(self, name: str, user: User) -> Column:
        """Return a column to show or to sort by. Errors: UnknownColumn."""
        try:
            return self.column(name, user)
        except UnknownFilter as error:
            raise UnknownColumn(column=name[:100]) from error

    def columns_for(self, user: User) -> list[Column]:
        """Return the columns that exist for this user."""
        own = self.own_columns(user)
        return own if self.more is None else [*own, *self.more(user).values()]

    def own_columns(self, user: User) -> list[Column]:
        """Return those of them that the list has in every company; the others cost a query."""
        return [c for c in self.columns if not c.right or may(user, c.right)]

    @property
    def main(self) -> Column:
        """Return the column that names the row and leads to it; a page always shows it first."""
        return self.columns[0]

    def shown_for(self, user: User, state: ListState) -> list[Show]:
        """Return the columns that a page shows, the main one first. Errors: UnknownColumn."""
        own = [Show(c.name) for c in self.own_columns(user) if c.name in self.shown]
        own.sort(key=lambda show: self.shown.index(show.name))
        chosen = [show for show in state.columns or own if show.name != self.main.name]
        for show in chosen:
            if not self.named(show.name, user).is_readable:
                raise UnknownColumn(column=show.name[:100])
        first = [show for show in state.columns if show.name == self.main.name]
        return [*(first or [Show(self.main.name)]), *chosen]

    def matching(self, user: User, state: ListState) -> Rows:
        """Return the rows that match filters and words, unordered: for counts, sums, bulk verbs and exports."""
        rows = self.rows(user)
        if state.filters:
            rows = rows.filter(self._condition(state.filters, user))
        if state.words:
            if self.search is None:
                raise NotSearchable
            rows = self.search(rows, state.meant, user)
        return rows

    def whole(self, user: User, state: ListState) -> Rows | None:
        """Return the rows that filters and words are laid over; nothing where there are none."""
        return self.rows(user) if state.filters or state.words else None

    def _condition(self, filters: Filters, user: User) -> Q:
        inner, outer = (and_, or_) if filters.any_group else (or_, and_)
        groups = [reduce(inner, [self._one(one, user) for one in g]) for g in filters.groups]
        must = [self._one(one, user) for one in filters.must]
        return reduce(and_, [reduce(outer, groups), *must] if groups else must)

    def _one(self, one: Filter, user: User) -> Q:
        column = self.column(one.column, user)
        if not column.filterable:
            raise UnknownFilter(filter=one.column)
        return condition(column, one.operator, one.value, user)

    def page(
        self,
        user: User,
        state: ListState,
        also: Mapping[str, Any] | None = None,
        without: Sequence[str] = (),
    ) -> Page:
        """Return one page of rows, with `also` read beside them and some fields left out, and the cursors to its neighbours. One query."""
        order = Order.of(self, user, state)
        backwards = bool(state.before) and not state.after
        place = state.before if backwards else state.after

        def rows(asked: ListState) -> Rows:
            found = order.on(self.matching(user, asked))
            found = found.annotate(**also) if also else found
            return found.defer(*without) if without else found

        found, named = None, self._named(state, order)
        if named is not None:
            seen = rows(replace(state, words=""))
            found = sparse.take_named(
                order, seen, named, place, state.size + 1, backwards=backwards
            )
        if found is None:
            whole = self.whole(user, state)
            found = order.take(rows(state), place, state.size + 1, backwards=backwards, whole=whole)
        more = len(found) > state.size
        found = found[: state.size]
        if backwards:
            found.reverse()
        has_next, has_previous = (bool(place), more) if backwards else (more, bool(place))
        return Page(
            rows=found,
            state=state,
            sort=order.text,
            next=order.cursor(found[-1]) if found and has_next else "",
            previous=order.cursor(found[0]) if found and has_previous else "",
        )

    def _named(self, state: ListState, order: Order) -> Rows | None:
        """Return the entries of what the words find, where they keep the order that is asked for."""
        own = order.text.removeprefix("-") == self.sort.removeprefix("-")
        return self.entries(state.meant) if self.entries and state.words and own else None

    def neighbours(self, user: User, state: ListState, row: Model) -> tuple[int | None, int | None]:
        """Return the keys of the rows before and after this one in the list it was opened from. Two queries."""
        order = Order.of(self, user, state)
        place, rows = order.cursor(row), self.matching(user, state)
        found = [
            order.apply(rows, backwards=backwards)
            .filter(order.beyond(place, backwards=backwards))
            .values_list(self.key, flat=True)
            .first()
            for backwards in (True, False)
        ]
        return found[0], found[1]

    def place(
        self, user: User, state: ListState, row: Model, limit: int = 1_000
    ) -> tuple[int, int]:
        """Return which row of the list this one is, from 1, and how many there are; `limit + 1` means more. Two queries."""
        order = Order.of(self, user, state)
        before = order.beyond(order.cursor(row), backwards=True)
        rows = order.on(self.matching(user, state))
        return count_up_to(rows.filter(before), limit) + 1, count_up_to(rows, limit)


@dataclass(frozen=True)
class Page:
    """One page of a list."""

    rows: list[Any]
    state: ListState
    sort: str
    next: str
    previous: str

    @property
    def next_query(self) -> str:
        """Return the query string of the next page, empty at the end."""
        return self.state.query(after=self.next, before="") if self.next else ""

    @property
    def previous_query(self) -> str:
        """Return the query string of the page before, empty at the top."""
        return self.state.query(before=self.previous, after="") if self.previous else ""


def count_up_to(rows: Rows, limit: int = 10_000) -> int:
    """Count rows, but stop after `limit`: the answer `limit + 1` means more."""
    return rows.order_by().values("pk")[: limit + 1].count()


__all__ = ["ListSpec", "ListState", "Page", "count_up_to"]
