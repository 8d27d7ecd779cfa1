"""Formulas as custom fields: which fields one may name, what it makes of a row, and in which circle it must not go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, gettext as _, override

from rapport.core.customfields.entities import Entity, Own, entity_of
from rapport.core.customfields.models import CustomField, Kind, Made
from rapport.core.formulas.compiling import Compiled, Operand, Operands, compiled
from rapport.core.formulas.terms import ZONE, BadFormula, Options, Term, Type, column
from rapport.core.formulas.tokens import read

CUSTOM = column("custom")
DAY = "([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
TYPES = {
    Kind.NUMBER: Type.NUMBER,
    Kind.MONEY: Type.MONEY,
    Kind.DATE: Type.DATE,
    Kind.TEXT: Type.TEXT,
    Kind.CHOICE: Type.CHOICE,
    Kind.MULTI: Type.SEVERAL,
}


class Formulas:
    """The formulas among the fields of a kind of record, compiled as they are needed; one that cannot be is left out."""

    def __init__(self, entity: Entity, fields: Sequence[CustomField]) -> None:
        self.fields = {str(field.pk): field for field in fields}
        own = [
            Operand(one.name, (str(one.label), one.name), partial(_own, entity.table, one))
            for one in entity.operands
        ]
        customs = [self._operand(field) for field in fields if field.pk]
        self.operands = Operands([*customs, *own])
        self._made: dict[str, Compiled] = {}
        self._begun: list[CustomField] = []

    def of(self, field: CustomField) -> Compiled:
        """Return a formula as it is kept, compiled. Errors: BadFormula, with the way of the circle it goes in."""
        key = str(field.pk)
        if key not in self._made:
            if field in self._begun:
                raise BadFormula(_circle([*self._begun[self._begun.index(field) :], field]))
            self._begun.append(field)
            try:
                self._made[key] = compiled(field.formula, self.operands, is_kept=True)
            finally:
                self._begun.pop()
        return self._made[key]

    def try_(self, source: str, field: CustomField) -> Compiled:
        """Return a formula as it was written for this field, which may be new, compiled. Errors: BadFormula."""
        self._made.clear()
        self._begun = [field]
        try:
            return compiled(source, self.operands)
        finally:
            self._begun = []

    def used_by(self, found: Compiled) -> list[CustomField]:
        """Return the custom fields that a formula needs, those of the formulas in it too."""
        known: dict[str, CustomField] = {}
        waiting = list(found.uses)
        while waiting:
            key = waiting.pop()
            field = self.fields.get(key)
            if field is not None and key not in known:
                known[key] = field
                waiting += self.of(field).uses if field.kind == Kind.FORMULA else []
        return list(known.values())

    def _operand(self, field: CustomField) -> Operand:
        names = dict.fromkeys(filter(None, (field.name, field.label, field.label_zh)))
        return Operand(str(field.pk), (*names, field.column, field.key), lambda: self._value(field))

    def _value(self, field: CustomField) -> Term:
        return self.of(field).term if field.kind == Kind.FORMULA else _custom(field)


def bind(entity: str, fields: Sequence[CustomField]) -> list[CustomField]:
    """Give each formula what it makes of a row, as far as it can be made."""
    if not any(field.kind == Kind.FORMULA for field in fields):
        return list(fields)
    marks = tuple((field.pk, field.version, field.removed_at) for field in fields)
    state = json.dumps([[f.kind, f.key, f.formula, f.label, f.label_zh, f.options] for f in fields])
    made = _bound(entity, marks, state, get_language() or "", tuple(fields))
    for field in fields:
        field.made = made.get(field.pk)
    return list(fields)


@lru_cache(maxsize=64)
def _bound(
    entity: str, _marks: object, _state: str, _language: str, fields: tuple[CustomField, ...]
) -> Mapping[int, Made]:
    formulas, found = Formulas(entity_of(entity), fields), {}
    for field in fields:
        if field.kind == Kind.FORMULA:
            try:
                one = formulas.of(field)
            except BadFormula:
                continue
            uses = frozenset(used.pk for used in formulas.used_by(one))
            found[field.pk] = Made(one.term, uses)
    return found


def users_of(field: CustomField, fields: Iterable[CustomField]) -> list[CustomField]:
    """Return the formulas that name a field, whether they can be compiled or not."""
    name = f"{{{field.pk}}}"
    return [
        one
        for one in fields
        if one.kind == Kind.FORMULA
        and one.pk != field.pk
        and any(token.kind == "field" and token.text == name for token in read(one.formula).tokens)
    ]


def _circle(fields: Sequence[CustomField]) -> str:
    way = " → ".join(f"“{field.name}”" for field in fields)
    return _("This goes in a circle: %(way)s.") % {"way": way}


def _own(model: type[models.Model], one: Own) -> Term:
    """Return the value of a field of the record itself, typed as its column is."""
    value, found = column(one.path), _column_of(model, one.path)
    if isinstance(found, models.DateTimeField):
        return Term(Type.DATE, f"({value} AT TIME ZONE {ZONE})::date")
    if isinstance(found, models.DateField):
        return Term(Type.DATE, value)
    if not found.choices:
        return Term(Type.TEXT, f"nullif({value}, '')")
    with override(settings.LANGUAGE_CODE):
        words = {key: str(label) for key, label in found.flatchoices}
    options = {key: (words[key], str(label)) for key, label in found.flatchoices}
    return Term(Type.CHOICE, f"nullif({value}, '')", options=options)


def _column_of(model: type[models.Model], path: str) -> models.Field[Any, Any]:
    for name in path.split("__")[:-1]:
        related = model._meta.get_field(name).related_model
        assert isinstance(related, type)
        model = related
    return model._meta.get_field(path.rpartition("__")[2])  # type: ignore[return-value]


def _custom(field: CustomField) -> Term:
    """Return the value of a field that people fill in; one of another type than the field's reads as empty."""
    kind = TYPES.get(Kind(field.kind), Type.RECORD)
    value, words = f"({CUSTOM} -> '{field.key}')", f"({CUSTOM} ->> '{field.key}')"
    if kind is Type.NUMBER:
        return Term(kind, _figure(value))
    if kind is Type.MONEY:
        return Term(kind, _figure(f"({value} -> 'amount')"), (f"({value} ->> 'currency')",))
    if kind is Type.DATE:
        month = f"make_date(substr({words}, 1, 4)::int, substr({words}, 6, 2)::int, 1)"
        day = f"{month} + (substr({words}, 9, 2)::int - 1)"
        return Term(kind, f"(CASE WHEN {words} ~ '^{DAY}$' THEN {day} END)")
    if kind is Type.SEVERAL:
        value = f"(CASE WHEN jsonb_typeof({value}) = 'array' THEN {value} END)"
        return Term(kind, value, options=_options(field))
    if kind is Type.RECORD:
        return Term(kind, value)
    return Term(kind, words, options=_options(field))


def _figure(value: str) -> str:
    return f"(CASE WHEN jsonb_typeof({value}) = 'number' THEN {value}::numeric END)"


def _options(field: CustomField) -> Options:
    """Return what each option is called: as texts name it, and last as the reader does."""
    found = field.choices.items()
    return {key: (one.label, one.label_zh or one.label, one.name) for key, one in found}
