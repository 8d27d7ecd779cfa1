"""Custom fields in files: as columns that can be mapped, and the pieces of SQL that write them. For the imports of the rooms."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.customfields.entities import entity_of, target_of
from rapport.core.customfields.models import PREFIX, CustomField, Kind
from rapport.core.customfields.queries import fields_for, required
from rapport.core.customfields.reading import BETWEEN, BadValue, read
from rapport.core.customfields.referring import named
from rapport.core.customfields.writing import FieldCalculated
from rapport.core.imports.cells import Reading, RowError
from rapport.core.imports.convert import Field
from rapport.core.imports.guess import plain
from rapport.core.imports.kinds import Batch
from rapport.core.imports.sql import reject

CELLS = {Kind.DATE: "date", Kind.NUMBER: "numeric", Kind.MONEY: "numeric"}


def more_of(entity: str) -> Callable[[User], tuple[Field, ...]]:
    """Return which custom fields a file may fill, for whoever imports."""

    def more(user: User) -> tuple[Field, ...]:
        held = fields_for(user, entity).values()
        return tuple(
            Field(
                one.field.column,
                one.field.name,
                _convert_records(one.field, user) if one.field.refers else _convert(one.field),
                type="jsonb",
                reads=CELLS.get(Kind(one.field.kind), ""),
                group=_("Fields of the company's own"),
                synonyms=(one.field.label, one.field.label_zh or one.field.label, one.field.key),
            )
            for one in held
            if one.may_edit and not one.field.made
        )

    return more


def closed_of(entity: str) -> Callable[[User, list[str]], list[str]]:
    """Return what tells which headings of a file name a formula, which is not imported."""

    def closed(user: User, headings: list[str]) -> list[str]:
        words = {plain(one) for one in headings}
        held = [one.field for one in fields_for(user, entity).values() if one.field.made]
        return [
            FieldCalculated(name=one.name).sentence()
            for one in held
            if words & {plain(name) for name in (one.label, one.label_zh, one.key) if name}
        ]

    return closed


def given(fields: Iterable[str]) -> str:
    """Return the custom fields that a staged row gives, as SQL: an object without what is empty."""
    pairs = [
        f"'{name.removeprefix(PREFIX)}', s.\"{name}\""
        for name in sorted(fields)
        if _is_custom(name)
    ]
    return f"jsonb_strip_nulls(jsonb_build_object({', '.join(pairs)}))"


def reject_unfilled(batch: Batch, entity: str, *, table: str, stage: str) -> None:
    """Make those rows errors that would leave a field empty which their stage demands. `stage` is what a new record has."""
    here = entity_of(entity)
    for at, label in here.stages:
        for field in required(batch.by, entity, at):
            value = f's."{field.column}"' if field.column in batch.fields else "NULL"
            staged = f"s.{here.stage}" if here.stage in batch.fields else "NULL"
            reject(
                batch,
                f"""CASE WHEN s.target_id IS NULL THEN coalesce({staged}, '{stage}') = '{at}' AND {value} IS NULL
                ELSE {staged} = '{at}' AND EXISTS (SELECT FROM {table} t WHERE t.id = s.target_id
                  AND t.{here.stage} <> '{at}' AND coalesce({value}, t.custom -> '{field.key}') IS NULL) END""",
                _("“%(name)s” is empty, and required for %(stage)s.")
                % {"name": field.name, "stage": label},
            )


def _is_custom(name: str) -> bool:
    return name.startswith(PREFIX)


def _convert(field: CustomField) -> Callable[[str, Reading], Any]:
    def convert(cell: str, reading: Reading) -> Any:
        try:
            return json.dumps(read(field, cell, reading=reading))
        except BadValue as error:
            raise RowError(str(error)) from error

    return convert


def _convert_records(field: CustomField, user: User) -> Callable[[str, Reading], Any]:
    """Return what finds the records that a cell names, by number or by name; each name is looked up once a file."""
    target = target_of(field.refers)

    @cache
    def key_of(word: str) -> int:
        rows = target.visible_to(user)
        if word.isascii() and word.isdigit() and len(word) < 19 and rows.filter(pk=word).exists():
            return int(word)
        keys = named(user, target, word)
        if not keys:
            raise RowError(_("There is no “%(name)s” that you can see.") % {"name": word[:50]})
        if len(keys) > 1:
            sentence = _("There are several called “%(name)s”. Give the number of the record.")
            raise RowError(sentence % {"name": word[:50]})
        return keys[0]

    def convert(cell: str, reading: Reading) -> Any:
        words = BETWEEN.split(cell) if field.is_several else [cell]
        keys = [key_of(word.strip()) for word in words if word.strip()]
        try:
            value = read(field, keys if field.is_several else keys[0], reading=reading)
        except BadValue as error:
            raise RowError(str(error)) from error
        return json.dumps(value)

    return convert
