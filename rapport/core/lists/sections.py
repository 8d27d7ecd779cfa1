"""A list grouped by one of its columns: a section for each value, with its first rows and the way to all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from zlib import crc32

from django.db.models import Count, IntegerField, Q, QuerySet, Value
from django.utils.translation import gettext as _, pgettext

from rapport.core.access.models import User
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.filters import Filter
from rapport.core.lists.operators import UnknownColumn, condition
from rapport.core.lists.spec import ListSpec, Order
from rapport.core.lists.state import ListState

MOST = 50  # sections
FIRST = 10  # rows of each
KINDS = frozenset({Kind.TEXT, Kind.CHOICE, Kind.USER, Kind.BOOL})


@dataclass(frozen=True)
class Section:
    """The rows that share a value. `query` shows all of them; nothing where the address cannot say so."""

    key: str
    label: str
    query: str
    rows: list[Any] = field(default_factory=list)
    has_more: bool = False

    @property
    def mark(self) -> str:
        """Return the id of the element that shows its count."""
        return mark_of(self.key)


def mark_of(key: str) -> str:
    """Return the id of the element that shows how many rows a section holds."""
    return f"section-{crc32(key.encode()):x}"


def can_group(spec: ListSpec, column: Column) -> bool:
    """Tell whether a list can be grouped by this column: its values are few enough to be sections."""
    plain = column.where is None and (column.kind is not Kind.TEXT or not column.shown)
    return column is not spec.main and column.kind in KINDS and plain and column.is_readable


def grouping(spec: ListSpec, user: User, name: str) -> Column:
    """Return the column to group by. Errors: UnknownColumn."""
    column = spec.named(name, user)
    if not can_group(spec, column):
        raise UnknownColumn(column=name[:100])
    return column


def sections(
    spec: ListSpec, user: User, state: ListState, also: Mapping[str, Any]
) -> list[Section]:
    """Return the sections of a grouped list, each with its first rows. Two queries, or one where the values are known."""
    column, rows = grouping(spec, user, state.by), spec.matching(user, state)
    order = Order.of(spec, user, state)
    values = _values(column, user, rows)
    if not values:
        return []
    parts = [
        order.apply(rows.filter(_is(column, key, user)), backwards=False).annotate(
            **also, section=Value(at, IntegerField())
        )[: FIRST + 1]
        for at, (key, _label) in enumerate(values)
    ]
    found: dict[int, list[Any]] = {at: [] for at in range(len(values))}
    for row in parts[0] if len(parts) == 1 else parts[0].union(*parts[1:], all=True):
        found[row.section].append(row)
    return [
        Section(key, label, _query(state, column, key), found[at][:FIRST], len(found[at]) > FIRST)
        for at, (key, label) in enumerate(values)
        if found[at]
    ]


def counts(spec: ListSpec, user: User, state: ListState) -> dict[str, int]:
    """Return how many rows each section holds, by its key. One query."""
    column, rows = grouping(spec, user, state.by), spec.matching(user, state)
    path = column.lookup
    counted = rows.order_by().values_list(path).annotate(count=Count("pk")).order_by("-count")
    found: dict[str, int] = {}
    for value, count in counted[: MOST + 1]:
        key = _key(column, value)
        found[key] = found.get(key, 0) + count  # nothing and an empty text are one
    return found


def _values(column: Column, user: User, rows: QuerySet[Any]) -> list[tuple[str, str]]:
    """Return the sections' keys and labels: the choices in their order, else the values that most rows have."""
    if column.kind is Kind.CHOICE and not callable(column.choices):
        known = [(str(key), str(label)) for key, label in column.choices]
        return [*known, ("", _nothing())] if column.nullable else known
    if column.kind is Kind.BOOL:
        return [("yes", _("yes")), ("no", _("no"))]
    labels = {str(key): str(label) for key, label in column.choices_for(user)}
    path = column.lookup
    counted = rows.order_by().values_list(path).annotate(count=Count("pk")).order_by("-count", path)
    keys = dict.fromkeys(_key(column, value) for value, _count in counted[:MOST])
    filled = [(key, labels.get(key, key)) for key in keys if key]
    return [*filled, ("", _nothing())] if "" in keys else filled


def _nothing() -> str:
    return pgettext("section of a list", "Empty")


def _key(column: Column, value: object) -> str:
    if column.kind is Kind.BOOL:
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _is(column: Column, key: str, user: User) -> Q:
    return condition(column, "is" if key else "empty", key, user)


def _query(state: ListState, column: Column, key: str) -> str:
    if state.filters.any_group:
        return ""  # one more filter would be one more “or”
    one = Filter(column.name, "is" if key else "empty", key)
    return replace(state, by="").query(filters=state.filters.beside(one))
