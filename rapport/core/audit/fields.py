"""How stored values read on the audit page: labels instead of columns, names instead of numbers, no secrets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from rapport.core.assembly import listed
from rapport.core.changes.named import Names, Ref, kind, models_by_table
from rapport.core.customfields import words
from rapport.core.customfields.entities import target_of
from rapport.core.customfields.models import CustomField
from rapport.core.pages.formats import colon, date, datetime_, series

HIDDEN = "•••"
Write = Callable[[Any], str]
Customs = Mapping[tuple[str, str], CustomField | None]


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of record that are logged, for a choice, by name."""
    found = [(table, kind(table)) for table in models_by_table()]
    return sorted(found, key=lambda one: one[1])


def column_field(table: str, column: str) -> models.Field[Any, Any] | None:
    """Return the field behind a column; None for what is no field any more."""
    model = models_by_table().get(table)
    if model is None:
        return None
    return next((f for f in model._meta.local_concrete_fields if f.column == column), None)


def label(table: str, column: str) -> str:
    """Return a column's name as the user knows it."""
    field = column_field(table, column)
    named = listed("words")["columns"].get(column)
    if field is None or (named and str(field.verbose_name) == field.name.replace("_", " ")):
        return str(named or column)
    return str(capfirst(field.verbose_name))


def is_secret(table: str, column: str) -> bool:
    """Tell whether a column's value is never shown."""
    model = models_by_table().get(table)
    names = getattr(model, "never_logged", ())
    field = column_field(table, column)
    return field is not None and field.name in names


def spread(table: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of a row as the log names them: those of custom fields each by its key."""
    found: dict[str, Any] = {}
    for column, value in values.items():
        if isinstance(value, dict) and getattr(column_field(table, column), "by_key", False):
            found |= {f"{column}.{key}": one for key, one in value.items()}
        else:
            found[column] = value
    return found


def told(customs: Customs, table: str, column: str, names: Names) -> tuple[str, Write] | None:
    """Return what a column is called and how its values are written; None where the reader must not know of it."""
    if (table, column) in customs:
        custom = customs[table, column]
        if custom is None:
            return None
        of = target_of(custom.refers).table._meta.db_table if custom.refers else ""
        known = {row_id: name for (_table, row_id), name in names.items() if _table == of}
        return custom.name, lambda value: words.shown(custom, value, known) or "–"
    field = column_field(table, column)
    return label(table, column), lambda value: written(field, value, names)


def referred(table: str, values: Mapping[str, Any], customs: Customs) -> Iterator[Ref]:
    """Return the records that the values of a row point at."""
    for column, value in values.items():
        custom = customs.get((table, column))
        related = _related(column_field(table, column))
        if custom is not None and custom.refers:
            of = target_of(custom.refers).table._meta.db_table
            yield from ((of, one) for one in words.ids_of(value))
        if related is not None and isinstance(value, int):
            yield related, value


def _related(field: models.Field[Any, Any] | None) -> str | None:
    """Return the table that a field points at."""
    model = field.related_model if field is not None else None
    return None if model is None or isinstance(model, str) else str(model._meta.db_table)


def written(field: models.Field[Any, Any] | None, value: Any, names: Names) -> str:
    """Return a stored value as text."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    related = _related(field)
    if related is not None:
        return names.get((related, value), f"#{value}")
    text = _plainly(field, value)
    return text if len(text) <= 200 else text[:200] + "…"


def _plainly(field: models.Field[Any, Any] | None, value: Any) -> str:
    """Return a value that is neither a choice nor a name: times and days as everywhere, lists with commas."""
    if field is None:
        return str(value)
    if isinstance(field, models.DateTimeField):
        return datetime_(field.to_python(value))
    if isinstance(field, models.DateField):
        return date(field.to_python(value))
    if isinstance(value, list | dict):
        return _listed(value)
    return str(listed("words")["values"].get(field.name, {}).get(value, value))


def _listed(value: object) -> str:
    """Return what is stored as a list or as names and values in one line: of parts that are such themselves, the inner ones alike."""
    if isinstance(value, dict):
        return series(colon(name) + _listed(one) for name, one in value.items()) or "–"
    if isinstance(value, list):
        return series(map(_listed, value)) or "–"
    return str(value)
