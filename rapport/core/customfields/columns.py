"""Custom fields as columns of a list: shown, sorted, filtered, summed, exported, edited in their cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import attrgetter
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.lookups import (
    Exact,
    GreaterThan,
    GreaterThanOrEqual,
    IContains,
    In,
    IsNull,
    LessThan,
    LessThanOrEqual,
)

from rapport.core.access.models import User
from rapport.core.customfields.entities import Entity, entity_of, target_of
from rapport.core.customfields.expressions import (
    amount_in_words,
    as_stored,
    each,
    is_among,
    stored,
    typed,
)
from rapport.core.customfields.models import CHOSEN, CustomField, Kind
from rapport.core.customfields.queries import Held, fields_for
from rapport.core.customfields.words import names_in, writer
from rapport.core.lists.cells import Draw, alias
from rapport.core.lists.columns import Column, Kind as ColumnKind
from rapport.core.lists.operators import read_value
from rapport.ui.names import name
from rapport.ui.rows import BLANK

YES = "yes"
KINDS = {
    Kind.TEXT: ColumnKind.TEXT,
    Kind.NUMBER: ColumnKind.NUMBER,
    Kind.MONEY: ColumnKind.MONEY,
    Kind.DATE: ColumnKind.DATE,
    Kind.CHOICE: ColumnKind.CHOICE,
    Kind.MULTI: ColumnKind.CHOICE,
    Kind.PERSON: ColumnKind.KEY,
    Kind.ORGANIZATION: ColumnKind.KEY,
    Kind.RELATION: ColumnKind.KEY,
    YES: ColumnKind.BOOL,
}
ICONS: dict[str, str] = {
    Kind.NUMBER: "hash",
    Kind.MONEY: "cash",
    Kind.DATE: "calendar",
    Kind.CHOICE: "circle-check",
    Kind.MULTI: "checklist",
    Kind.PERSON: "user",
    Kind.ORGANIZATION: "building",
    Kind.RELATION: "link",
    Kind.FORMULA: "math-function",
}
SORTED = frozenset({Kind.TEXT, Kind.NUMBER, Kind.MONEY, Kind.DATE})
COMPARED = {
    "min": GreaterThanOrEqual,
    "max": LessThanOrEqual,
    "before": LessThan,
    "after": GreaterThan,
    "is": Exact,
}


def columns_of(entity: str) -> Callable[[User], Mapping[str, Column]]:
    """Return the columns that a list of these records has besides its own, for a user: those fields that exist for her."""

    def columns(user: User) -> Mapping[str, Column]:
        known: dict[str, dict[str, Column]] = user.__dict__.setdefault("_custom_columns", {})
        if entity not in known:
            here, held = entity_of(entity), fields_for(user, entity)
            known[entity] = {one.field.column: _column(one, here) for one in held.values()}
        return known[entity]

    return columns


def _column(held: Held, entity: Entity) -> Column:
    field, kind = held.field, held.field.holds
    column = Column(
        field.column,
        field.name,
        KINDS[kind],
        path="custom",
        sortable=kind in SORTED,
        nullable=True,
        choices=[(one.key, one.name) for one in field.choices.values()],
        where=lambda operator, words, user: _where(field, column, operator, words),
        icon=ICONS.get(field.kind, "forms"),
        shown=_shown(field),
        width=120,
        edit=entity.edit if held.may_edit else None,
        term=stored(field) if kind == Kind.MULTI or field.is_several else typed(field),
        draw=partial(_draw, field),
        read=as_stored(field.made) if field.made else None,
        pick=target_of(field.refers).pick if field.refers else None,
        named=partial(_named, field) if field.refers else None,
        spread=each(field) if kind == Kind.MULTI else "",
    )
    return column


def _where(field: CustomField, column: Column, operator: str, words: list[str]) -> Q:
    """Compile a filter. Whole values are asked of the column's index, ranges of the field's."""
    if operator in {"empty", "filled"}:
        return Q(IsNull(typed(field) if field.made else stored(field), operator == "empty"))
    values = [read_value(column, word) for word in words]
    if field.made:
        return _where_made(field, operator, values)
    if field.kind == Kind.DATE:
        values = [value.isoformat() for value in values]
    if operator == "has":
        return Q(IContains(typed(field), values[0]))
    if operator in {"min", "max", "before", "after"} or field.kind in {Kind.NUMBER, Kind.MONEY}:
        return Q(COMPARED[operator](typed(field), values[0]))
    found, is_list = Q(pk__in=[]), field.kind == Kind.MULTI or field.is_several
    for value in values:
        found |= Q(custom__contains={field.key: [value] if is_list else value})
    return ~found if operator == "not" else found


def _where_made(field: CustomField, operator: str, values: list[Any]) -> Q:
    """Compile a filter on a formula, which the index of its values serves."""
    value = typed(field)
    if operator == "has":
        return Q(IContains(value, values[0]))
    if operator not in {"any", "not"}:
        return Q(COMPARED[operator](value, values[0]))
    found = Q(In(value, values))
    if operator == "any":
        return found
    return Q(IsNull(value, rhs=True)) | ~found


def _draw(field: CustomField, user: User) -> Callable[[Sequence[Any]], Draw]:
    def gather(rows: Sequence[Any]) -> Draw:
        read = _reads(field)
        names = names_in(user, [(field, read(row)) for row in rows])
        write = writer(field, names.get(field.refers, {}))
        is_words = field.holds == Kind.TEXT or field.refers or field.kind in CHOSEN

        def draw(row: Any) -> object:
            value = read(row)
            text = "" if value is None else write(value)
            return BLANK if not text else name(text) if is_words else text

        return draw

    return gather


def _reads(field: CustomField) -> Callable[[Any], Any]:
    """Return what reads the value of a field from a row."""
    return attrgetter(alias(field.column)) if field.made else lambda row: row.custom.get(field.key)


def _shown(field: CustomField) -> str | Callable[[User], Any]:
    """Return what a file shows where that is not the typed value itself."""
    if field.holds == Kind.MONEY:
        return lambda _user: amount_in_words(field)
    if field.refers:
        return lambda user: _name_of(field, user)
    return ""


def _name_of(field: CustomField, user: User) -> Subquery:
    target = target_of(field.refers)
    rows = target.visible_to(user)
    if not field.is_several:
        one = rows.filter(pk=typed(field, OuterRef("custom")))
        return Subquery(one.values(target.named)[:1])
    several = rows.filter(is_among(field, F("pk"), OuterRef("custom"))).order_by()
    names = StringAgg(target.named, ", ", order_by=target.named)
    return Subquery(several.annotate(all=Value(1)).values("all").annotate(n=names).values("n"))


def _named(field: CustomField, user: User, word: str) -> str:
    if not (word.isascii() and word.isdigit() and len(word) < 19):
        return word
    return names_in(user, [(field, int(word))]).get(field.refers, {}).get(int(word), "–")
