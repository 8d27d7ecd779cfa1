"""The value of a custom field in words: as it is shown, as it is typed, as the log tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.customfields.entities import entities, target_of
from rapport.core.customfields.models import CHOSEN, CustomField, Kind, Reach
from rapport.core.customfields.queries import reach_of
from rapport.core.pages import formats

Names = Mapping[int, str]


def shown(field: CustomField, value: Any, names: Names) -> str:
    """Return a value as it is read; of a record its name, nothing where she may not see it. What does not fit is told as it is."""
    return "" if value is None else writer(field, names)(value)


def writer(field: CustomField, names: Names) -> Callable[[Any], str]:
    """Return the function that writes the values of a field, for many rows."""
    if field.kind in CHOSEN:
        labels = {key: option.name for key, option in field.choices.items()}
        return lambda value: _labels(value, labels)
    if field.refers:
        return lambda value: formats.series(names[one] for one in ids_of(value) if one in names)
    return _WRITERS.get(field.holds, str)


def typed(field: CustomField, value: Any) -> str:
    """Return a value as it is typed into its field."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "|".join(map(str, value))
    if field.kind == Kind.MONEY and isinstance(value, dict):
        return f"{value.get('amount', '')} {value.get('currency', '')}".strip()
    return str(value)


def names_in(user: User, pairs: Iterable[tuple[CustomField, Any]]) -> dict[str, dict[int, str]]:
    """Return kind → id → name of the records that these values refer to, as far as the user may see them.

    One query per kind of record.
    """
    wanted: dict[str, set[int]] = {}
    for field, value in pairs:
        if field.refers and value is not None:
            wanted.setdefault(field.refers, set()).update(ids_of(value))
    found = {}
    for kind, ids in wanted.items():
        target = target_of(kind)
        rows = target.visible_to(user).filter(pk__in=ids)
        found[kind] = dict(rows.values_list("pk", target.named))
    return found


def ids_of(value: Any) -> list[int]:
    """Return the keys of the records that a value refers to, one or several."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, int)]


def logged_fields(reader: User) -> dict[tuple[str, str], CustomField | None]:
    """Return (table, column of the log) → field, None where it is hidden from the reader. One query."""
    found: dict[tuple[str, str], CustomField | None] = {}
    tables = {one.name: one.table._meta.db_table for one in entities().values()}
    for field in CustomField.objects.filter(purged_at=None).order_by("-removed_at"):
        place = (tables[field.entity], field.column)
        is_hidden = reach_of(reader, field) == Reach.HIDDEN
        found[place] = None if is_hidden else found.get(place) or field
    return found


def _labels(value: Any, labels: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return formats.series(labels.get(key, str(key)) for key in value)
    return labels.get(value, str(value))


def _money(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return formats.money(Decimal(str(value.get("amount", 0))), str(value.get("currency", "")))


def _number(value: Any) -> str:
    return formats.figure(Decimal(str(value))) if isinstance(value, int | float) else str(value)


def _day(value: Any) -> str:
    try:
        return formats.date(date.fromisoformat(value), year=True)
    except (TypeError, ValueError):
        return str(value)


_WRITERS: dict[str, Callable[[Any], str]] = {
    Kind.MONEY: _money,
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    "yes": lambda value: _("yes") if value else _("no"),
}
