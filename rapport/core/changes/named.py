"""What logged rows are called: the kind of their table, and the name of each as far as its reader may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import models
from django.utils.text import capfirst

from rapport.core.assembly import listed
from rapport.core.changes.triggers import logged_models

Ref = tuple[str, int]  # table and key of a record
Names = dict[Ref, str]


@cache
def models_by_table() -> dict[str, type[models.Model]]:
    """Return the logged models by table."""
    return {model._meta.db_table: model for model in logged_models()}


def kind(table: str) -> str:
    """Return what a table holds, in words."""
    model = models_by_table().get(table)
    named = listed("words")["kinds"].get(table)
    return str(named or (capfirst(model._meta.verbose_name) if model else table))


def names_of(reader: Any, refs: Iterable[Ref]) -> Names:
    """Return what records are called, as far as the reader may see them. One query per table."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for table, row_id in refs:
        wanted[table].add(row_id)
    found: Names = {}
    for table, ids in wanted.items():
        path, model = listed("words")["names"].get(table), models_by_table().get(table)
        if path is None or model is None:
            continue
        rows: Any = model._default_manager.filter(pk__in=ids)
        if hasattr(model, "access"):
            rows = rows.visible_to(reader)
        found |= {(table, pk): name for pk, name in rows.values_list("pk", path) if name}
    return found
