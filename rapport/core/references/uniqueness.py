"""What must not stand twice beside one record: read from the constraints of the models."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import F, Q

from rapport.core.constraints import OnlyOne
from rapport.core.references.finding import Reference


@dataclass(frozen=True)
class Unique:
    """Rows of a reference that are equal in these other columns collide, as far as the condition (of rows as `t`) holds."""

    others: tuple[str, ...]
    condition: str


def rules_of(reference: Reference) -> Iterator[Unique]:
    """Return the rules by which rows would collide once they refer to the same record."""
    model, field = reference.model, reference.field
    if field.unique:
        yield Unique((), "true")
    for constraint in model._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and field.name in constraint.fields:
            others = [one for one in constraint.fields if one != field.name]
            are_equal = "" if constraint.nulls_distinct is False else " AND ".join(
                f't."{_column(model, one)}" IS NOT NULL' for one in others
            )  # fmt: skip
            condition = " AND ".join(filter(None, [_sql(model, constraint.condition), are_equal]))
            yield Unique(tuple(_column(model, one) for one in others), condition or "true")


def flags_of(reference: Reference) -> Iterator[tuple[str, Unique]]:
    """Return the marks that only one row of a record may carry, each with what they are unique among."""
    for constraint in reference.model._meta.constraints:
        if isinstance(constraint, OnlyOne) and reference.field.name in constraint.fields:
            others = tuple(
                _column(reference.model, one)
                for one in constraint.fields
                if one != reference.field.name
            )
            conditions: Any = constraint.condition
            flag = next(name for name, value in conditions.children if value is True)
            yield flag, Unique(others, _sql(reference.model, constraint.condition))


def others_of(reference: Reference) -> Iterator[str]:
    """Return the columns that must not hold the same record as a reference does: whoever is related is so to another."""
    for constraint in reference.model._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            for left, right in _apart(constraint.condition):
                if reference.field.name in {left, right}:
                    other = right if left == reference.field.name else left
                    if other != reference.model._meta.pk.name:
                        yield _column(reference.model, other)


def _apart(condition: Any, *, negated: bool = False) -> Iterator[tuple[str, str]]:
    """Return the pairs of fields that a condition wants to differ."""
    negated = negated != condition.negated
    for child in condition.children:
        if isinstance(child, Q):
            yield from _apart(child, negated=negated)
        elif isinstance(child, tuple) and negated and isinstance(child[1], F):
            yield child[0], str(child[1].name)  # type: ignore[attr-defined]


def _column(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).column)  # type: ignore[union-attr]


def _sql(model: type[models.Model], condition: Q | None) -> str:
    """Return a constraint's condition as SQL over the rows `t`."""
    if condition is None:
        return ""
    query = models.sql.Query(model=model, alias_cols=False)
    sql, values = query.build_where(condition).as_sql(
        query.get_compiler(connection=connection), connection
    )
    quote = connection.SchemaEditorClass(connection).quote_value
    return "(" + sql % tuple(quote(one) for one in values) + ")"
