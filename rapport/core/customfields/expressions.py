"""A custom field's value as an expression of SQL, typed; the index of the field is made of the same words.

A value of another type than the field's reads as empty, so that no row can break a list.
"""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DecimalField,
    F,
    Func,
    JSONField,
)
from django.utils import timezone

from rapport.core.company.queries import company
from rapport.core.customfields.models import CustomField, Kind, Made
from rapport.core.formulas.terms import MARK, Term, Type, filled_in, quoted

FIGURES = frozenset({Kind.NUMBER, Kind.MONEY})
CUSTOM = F("custom")
DECIMAL: Any = DecimalField(max_digits=19, decimal_places=4)
OUTPUTS: dict[Type, Any] = {
    Type.NUMBER: DECIMAL,
    Type.MONEY: DECIMAL,
    Type.DATE: DateField(),
    Type.YES: BooleanField(),
}


class Computed(Func):
    """What a formula makes of a row, as an expression over its columns, wherever they stand in a query."""

    def __init__(self, sql: str, output_field: Any) -> None:
        self.names = [one for one in dict.fromkeys(MARK.findall(sql)) if not one.startswith(":")]
        self.sql = sql
        super().__init__(*[F(name) for name in self.names], output_field=output_field)

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """Return the SQL with the columns, the day and the zone put in; columns bring no parameters."""
        places = {
            name: compiler.compile(source)[0]
            for name, source in zip(self.names, self.source_expressions, strict=True)
        }
        return filled_in(self.sql.replace("%", "%%"), places | _of_now(self.sql)), []


def computed(made: Made) -> Computed:
    """Return the value by which rows are sorted, compared and added up."""
    return Computed(made.term.result(), OUTPUTS.get(made.term.type, CharField()))


def as_stored(made: Made) -> Computed:
    """Return the value as one that people fill in would be stored."""
    term, result = made.term, made.term.result()
    value = f"to_jsonb({result})"
    if term.type is Type.MONEY:
        pairs = f"jsonb_build_object('amount', {result}, 'currency', {term.currency})"
        value = f"(CASE WHEN {result} IS NOT NULL THEN {pairs} END)"
    return Computed(value, JSONField())


def is_steady(term: Term) -> bool:
    """Tell whether an index can hold it: it reads columns of its own table, and nothing of the day."""
    return not term.is_dated and bool(term.columns) and all("__" not in n for n in term.columns)


def _of_now(sql: str) -> dict[str, str]:
    found = {}
    if ":today" in sql:
        found[":today"] = f"DATE '{timezone.localdate().isoformat()}'"
    if ":zone" in sql:
        found[":zone"] = quoted(company().timezone)
    return found


def typed(field: CustomField, column: Any = CUSTOM) -> Any:
    """Return the value by which rows are sorted, compared and added up: of an amount the figure, of a day its text.

    `column` is another way to the values, such as a reference out of a subquery.
    """
    if field.made is not None:
        return computed(field.made)
    output: Any = CharField()
    if field.kind in FIGURES:
        output = DecimalField(max_digits=19, decimal_places=4)
    elif _is_key(field):
        output = BigIntegerField()
    return Func(column, template=_template(field), output_field=output)


def stored(field: CustomField) -> Any:
    """Return the value as it is stored."""
    return Func(
        F("custom"), template=f"(%(expressions)s -> '{field.key}')", output_field=JSONField()
    )


def is_among(field: CustomField, row: Any, column: Any) -> Any:
    """Return the condition that a row is one of those to which a value of another refers; what is no key is left out."""
    path = f"""'$."{field.key}"[*] ? (@.type() == "number")'"""
    keys = "(jsonb_array_elements_text(jsonb_path_query_array("
    return Func(
        row,
        column,
        template=f"(%(expressions)s, {path})))::bigint)))",
        arg_joiner=f" = ANY(ARRAY(SELECT {keys}",
        output_field=BooleanField(),
    )


def without(field: CustomField, record: int | None = None) -> Any:
    """Return all values of a row but this field's, or but one of the records that it refers to."""
    whole = f"(%(expressions)s - '{field.key}')"
    if record is not None and field.is_several:
        path = (
            f"""jsonb_path_query_array(%(expressions)s, '$."{field.key}"[*] ? (@ != {record:d})')"""
        )
        left = f"%(expressions)s || jsonb_build_object('{field.key}', {path})"
        whole = f"(CASE WHEN {path} = '[]' THEN {whole} ELSE {left} END)"
    return Func(F("custom"), template=whole, output_field=JSONField())


def each(field: CustomField) -> Any:
    """Return the values of a field of several, a row for each."""
    return Func(
        stored(field),
        function="jsonb_array_elements_text",
        output_field=CharField(),
        set_returning=True,
    )


def amount_in_words(field: CustomField) -> Any:
    """Return an amount with its currency, as a file shows it."""
    if field.made is not None:
        result = field.made.term.result()
        return Computed(f"({result}::text || ' ' || {field.made.term.currency})", CharField())
    value = f"(%(expressions)s -> '{field.key}')"
    template = f"({value} ->> 'amount') || ' ' || ({value} ->> 'currency')"
    return Func(F("custom"), template=template, output_field=CharField())


def as_sql(field: CustomField) -> str:
    """Return the typed value as SQL over the bare columns."""
    if field.made is not None:
        sql = field.made.term.result()
        return filled_in(sql, {name: name for name in MARK.findall(sql)} | _of_now(sql))
    return _template(field) % {"expressions": "custom"}


def _template(field: CustomField) -> str:
    value = f"(%(expressions)s -> '{field.key}')"
    if field.kind == Kind.MONEY:
        value = f"({value} -> 'amount')"
    if field.kind in FIGURES or _is_key(field):
        type_ = "bigint" if _is_key(field) else "numeric"
        return f"(CASE WHEN jsonb_typeof({value}) = 'number' THEN {value}::{type_} END)"
    return f"(%(expressions)s ->> '{field.key}')"


def _is_key(field: CustomField) -> bool:
    return bool(field.refers) and not field.is_several
