"""A list grouped by one of its columns, as sections of rows or as the lanes of a board: a section for each value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from zlib import crc32

from django.db.models import Count, IntegerField, Q, QuerySet, Sum, Value
from django.utils.translation import gettext as _, pgettext

from rapport.core.access.models import User
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.filters import Filter
from rapport.core.lists.foot import base_path, told
from rapport.core.lists.operators import UnknownColumn, condition
from rapport.core.lists.order import Order
from rapport.core.lists.spec import ListSpec
from rapport.core.lists.state import SIZE, ListState

MOST = 50  # sections
FIRST = 10  # rows of each, unless the address names a size
CARDS = 20  # of a lane
BOARD = "board"
KINDS = frozenset({Kind.TEXT, Kind.CHOICE, Kind.USER, Kind.BOOL})


@dataclass(frozen=True)
class Section:
    """The rows that share a value. `query` shows all of them, `more` what follows."""

    key: str
    label: str
    query: str
    rows: list[Any] = field(default_factory=list)
    more: str = ""

    @property
    def mark(self) -> str:
        """Return the id of the element that shows its count."""
        return mark_of(self.key)


@dataclass(frozen=True)
class Told:
    """How many rows a section holds, and the sums of their amounts in the base currency."""

    count: int
    sums: list[Decimal]


def mark_of(key: str) -> str:
    """Return the id of the element that shows how many rows a section holds."""
    return f"section-{crc32(key.encode()):x}"


def can_group(spec: ListSpec, column: Column) -> bool:
    """Tell whether a list can be grouped by this column: its values are few enough to be sections."""
    plain = column.where is None and (column.kind is not Kind.TEXT or not column.shown)
    is_known = column.term is not None or (plain and column.is_readable)
    return column is not spec.main and column.kind in KINDS and is_known


def lanes_by(spec: ListSpec, user: User) -> str:
    """Return the column that makes the lanes of a board until somebody chooses: best one whose value a card may change."""
    found = [column for column in spec.own_columns(user) if can_group(spec, column)]
    found = found or [column for column in spec.columns_for(user) if can_group(spec, column)]
    found.sort(key=lambda column: (column.edit is None, column.kind is not Kind.CHOICE))
    return found[0].name if found else ""


def grouping(spec: ListSpec, user: User, state: ListState) -> Column:
    """Return the column that a list is grouped by. Errors: UnknownColumn."""
    name = state.by or lanes_by(spec, user)
    column = spec.named(name, user)
    if not can_group(spec, column):
        raise UnknownColumn(column=name[:100])
    return column


def sections(
    spec: ListSpec, user: User, state: ListState, also: Mapping[str, Any]
) -> list[Section]:
    """Return the sections, each with its first rows after the place of the state. Two queries, one where the values are known.

    Errors: UnknownColumn.
    """
    column, order = grouping(spec, user, state), Order.of(spec, user, state)
    rows, first = order.on(spec.matching(user, state)), _first(state)
    if state.after:
        rows = rows.filter(order.beyond(state.after, backwards=False))
    values = _values(column, user, rows)
    found = _rows(column, user, rows, order, values, also, first + 1)
    keeps_empty = bool(state.layout) and column.kind in {Kind.CHOICE, Kind.BOOL}
    return [
        Section(
            key,
            label,
            query=_query(replace(state, by="", layout=""), column, key),
            rows=some[:first],
            more=_query(state, column, key, after=order.cursor(some[first - 1]))
            if len(some) > first
            else "",
        )
        for (key, label), some in zip(values, found, strict=True)
        if some or keeps_empty
    ]


def counts(spec: ListSpec, user: User, state: ListState) -> dict[str, Told]:
    """Return what each section holds, by its key. One query."""
    column, rows = grouping(spec, user, state), spec.matching(user, state)
    rows, path = _by(column, rows)
    sums = {f"sum_{name}": Sum(path) for name, path in _amounts(spec, user, state).items()}
    counted = rows.order_by().values_list(path).annotate(count=Count("pk"), **sums)
    found: dict[str, Told] = {}
    for value, count, *amounts in counted.order_by("-count")[: MOST + 1]:
        key = _key(column, value)
        before = found.get(key, Told(0, [Decimal(0)] * len(amounts)))
        both = zip(before.sums, amounts, strict=True)
        found[key] = Told(before.count + count, [one + (more or 0) for one, more in both])
    return found


def _first(state: ListState) -> int:
    if state.layout:
        return CARDS
    return FIRST if state.size == SIZE else state.size


def _rows(
    column: Column,
    user: User,
    rows: QuerySet[Any],
    order: Order,
    values: list[tuple[str, str]],
    also: Mapping[str, Any],
    size: int,
) -> list[list[Any]]:
    found: list[list[Any]] = [[] for _value in values]
    parts = [
        order.apply(rows.filter(_is(column, key, user)), backwards=False).annotate(
            **also, section=Value(at, IntegerField())
        )[:size]
        for at, (key, _label) in enumerate(values)
    ]
    if parts:
        for row in parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]:
            found[row.section].append(row)
    return found


def _amounts(spec: ListSpec, user: User, state: ListState) -> dict[str, str]:
    """Return the amounts whose sum is told below the list, with their paths in the base currency."""
    columns = [spec.column(name, user) for name, f in told(spec, user, state).items() if f == "sum"]
    return {
        one.name: base_path(one) for one in columns if one.kind is Kind.MONEY and base_path(one)
    }


def _values(column: Column, user: User, rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """Return the sections' keys and labels: the choices in their order, else the values that most rows have."""
    if column.kind is Kind.CHOICE and not callable(column.choices) and len(column.choices) < MOST:
        known = [(str(key), str(label)) for key, label in column.choices]
        return [*known, ("", _nothing())] if column.nullable else known
    if column.kind is Kind.BOOL:
        return [("yes", _("yes")), ("no", _("no"))]
    labels = {str(key): str(label) for key, label in column.choices_for(user)}
    rows, path = _by(column, rows)
    counted = rows.order_by().values_list(path).annotate(count=Count("pk")).order_by("-count", path)
    keys = dict.fromkeys(_key(column, value) for value, _count in counted[:MOST])
    filled = [(key, labels.get(key, key)) for key in keys if key]
    return [*filled, ("", _nothing())] if "" in keys else filled


def _by(column: Column, rows: QuerySet[Any]) -> tuple[QuerySet[Any], str]:
    """Return the rows and the path to the value they are grouped by."""
    if column.term is None:
        return rows, column.lookup
    return rows.annotate(grouped_by=column.term), "grouped_by"


def _nothing() -> str:
    return pgettext("section of a list", "Empty")


def _key(column: Column, value: object) -> str:
    if column.kind is Kind.BOOL:
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _is(column: Column, key: str, user: User) -> Q:
    return condition(column, "is" if key else "empty", key, user)


def _query(state: ListState, column: Column, key: str, **place: str) -> str:
    one = Filter(column.name, "is" if key else "empty", key)
    is_there = any(one in group for group in state.filters.groups) and not state.filters.any_group
    filters = state.filters if is_there else state.filters.within(one)
    return state.query(filters=filters, **place)
