"""Whom a group of changes is about, so that only the open pages of that customer are loaded anew."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from rapport.core.changes.models import Change

PARTY = "customers.Party"
MANY = 1_000  # changes: so many are never about one customer alone, and looking them through takes its time


def only_party(group: UUID, tables: list[type[models.Model]]) -> int | None:
    """Return the one customer whose rows these are; None when there are several, or nobody can tell."""
    changes = Change.objects.filter(group=group)
    if changes[: MANY + 1].count() > MANY:
        return None
    found: set[int] = set()
    for model in tables:
        column = _column(model)
        if column and len(found) < 2:
            changes = Change.objects.filter(group=group, table=model._meta.db_table)
            rows: Any = model._base_manager.filter(pk__in=changes.values("row_id"))
            found.update(rows.order_by().values_list(column, flat=True).distinct()[:2])
            gone = changes.filter(operation="d").values_list(f"before__{column}", flat=True)
            found.update(gone.order_by().distinct()[:2])
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def _column(model: type[models.Model]) -> str:
    """Return where a table names the customer, if it does."""
    if model is apps.get_model(PARTY):
        return "id"
    names = {field.attname for field in model._meta.concrete_fields}
    return "party_id" if "party_id" in names else ""
