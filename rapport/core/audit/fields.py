"""How stored values read on the audit page: labels instead of columns, names instead of numbers, no secrets."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.changes.triggers import logged_models
from rapport.core.pages.formats import date, datetime_

HIDDEN = "•••"


@cache
def models_by_table() -> dict[str, type[models.Model]]:
    """Return the logged models by table."""
    return {model._meta.db_table: model for model in logged_models()}


def kinds() -> list[tuple[str, str]]:
    """Return the kinds of record that are logged, for a choice, by name."""
    found = [(table, kind(table)) for table in models_by_table()]
    return sorted(found, key=lambda one: one[1])


def kind(table: str) -> str:
    """Return what a table holds, in words."""
    model = models_by_table().get(table)
    named = listed("words")["kinds"].get(table)
    return str(named or (capfirst(model._meta.verbose_name) if model else table))


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


def user_names(pairs: Iterable[tuple[models.Field[Any, Any] | None, Any]]) -> dict[int, str]:
    """Return the names of the users among these values, by one query."""
    ids = {
        value
        for field, value in pairs
        if field is not None and field.related_model is User and isinstance(value, int)
    }
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


def written(field: models.Field[Any, Any] | None, value: Any, names: dict[int, str]) -> str:
    """Return a stored value as text."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field is not None and field.related_model is User:
        return names.get(value, f"#{value}")
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if field is not None and field.is_relation:
        return f"#{value}"
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
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return str(listed("words")["values"].get(field.name, {}).get(value, value))
