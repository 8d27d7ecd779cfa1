"""The value of a custom field in words: as it is shown, as it is typed, as the log tells it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rapport.core.access.models import User
from rapport.core.customfields.entities import entities, entity_of
from rapport.core.customfields.models import REFERS, CustomField, Kind, Reach
from rapport.core.customfields.queries import reach_of
from rapport.core.pages import formats

Names = Mapping[int, str]


def shown(field: CustomField, value: Any, names: Names) -> str:
    """Return a value as it is read; of a record its name, nothing where she may not see it. What does not fit is told as it is."""
    if value is None:
        return ""
    if field.kind in {Kind.CHOICE, Kind.MULTI}:
        options = field.choices
        keys = value if isinstance(value, list) else [value]
        return formats.series(options[k].name if k in options else str(k) for k in keys)
    if field.kind in REFERS:
        return names.get(value, "")
    if field.kind == Kind.MONEY and isinstance(value, dict):
        return formats.money(Decimal(str(value.get("amount", 0))), str(value.get("currency", "")))
    if field.kind == Kind.NUMBER and isinstance(value, int | float):
        return formats.figure(Decimal(str(value)))
    return (
        formats.date(date.fromisoformat(value), year=True) if _is_day(field, value) else str(value)
    )


def typed(field: CustomField, value: Any) -> str:
    """Return a value as it is typed into its field."""
    if value is None:
        return ""
    if field.kind == Kind.MULTI and isinstance(value, list):
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
        if field.kind in REFERS and isinstance(value, int):
            wanted.setdefault(field.kind, set()).add(value)
    found = {}
    for kind, ids in wanted.items():
        entity = entity_of(kind)
        rows = entity.visible_to(user).filter(pk__in=ids)
        found[kind] = dict(rows.values_list("pk", entity.named))
    return found


def logged_fields(reader: User) -> dict[tuple[str, str], CustomField | None]:
    """Return (table, column of the log) → field, None where it is hidden from the reader. One query."""
    found: dict[tuple[str, str], CustomField | None] = {}
    tables = {one.name: one.table._meta.db_table for one in entities().values()}
    for field in CustomField.objects.filter(purged_at=None).order_by("-removed_at"):
        place = (tables[field.entity], field.column)
        is_hidden = reach_of(reader, field) == Reach.HIDDEN
        found[place] = None if is_hidden else found.get(place) or field
    return found


def _is_day(field: CustomField, value: Any) -> bool:
    if field.kind != Kind.DATE:
        return False
    try:
        date.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True
