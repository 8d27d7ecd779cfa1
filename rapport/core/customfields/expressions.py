"""A custom field's value as an expression of SQL, typed; the index of the field is made of the same words.

A value of another type than the field's reads as empty, so that no row can break a list.
"""

from __future__ import annotations

from typing import Any

from django.db.models import BigIntegerField, CharField, DecimalField, F, Func, JSONField

from rapport.core.customfields.models import CustomField, Kind

FIGURES = frozenset({Kind.NUMBER, Kind.MONEY})
CUSTOM = F("custom")
KEYS = frozenset({Kind.PERSON, Kind.ORGANIZATION})


def typed(field: CustomField, column: Any = CUSTOM) -> Any:
    """Return the value by which rows are sorted, compared and added up: of an amount the figure, of a day its text.

    `column` is another way to the values, such as a reference out of a subquery.
    """
    output: Any = CharField()
    if field.kind in FIGURES:
        output = DecimalField(max_digits=19, decimal_places=4)
    elif field.kind in KEYS:
        output = BigIntegerField()
    return Func(column, template=_template(field), output_field=output)


def stored(field: CustomField) -> Any:
    """Return the value as it is stored."""
    return Func(
        F("custom"), template=f"(%(expressions)s -> '{field.key}')", output_field=JSONField()
    )


def amount_in_words(field: CustomField) -> Any:
    """Return an amount with its currency, as a file shows it."""
    value = f"(%(expressions)s -> '{field.key}')"
    template = f"({value} ->> 'amount') || ' ' || ({value} ->> 'currency')"
    return Func(F("custom"), template=template, output_field=CharField())


def as_sql(field: CustomField) -> str:
    """Return the typed value as SQL over the bare column."""
    return _template(field) % {"expressions": "custom"}


def _template(field: CustomField) -> str:
    value = f"(%(expressions)s -> '{field.key}')"
    if field.kind == Kind.MONEY:
        value = f"({value} -> 'amount')"
    if field.kind in FIGURES | KEYS:
        type_ = "bigint" if field.kind in KEYS else "numeric"
        return f"(CASE WHEN jsonb_typeof({value}) = 'number' THEN {value}::{type_} END)"
    return f"(%(expressions)s ->> '{field.key}')"
