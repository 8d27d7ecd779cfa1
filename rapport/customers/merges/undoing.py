"""Putting back what a merge wrote, by the change log. A part of the verbs that undo merges."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rapport.core.changes.models import Change
from rapport.core.search.actions import mark_what_is_written, refill_what_was_marked
from rapport.core.undo.restore import in_order, restore
from rapport.core.undo.touched import Restored
from rapport.customers.merges.models import Merge, Merged

OWN = {Merge._meta.db_table, Merged._meta.db_table}


def put_back(group: UUID) -> dict[str, Any] | None:
    """Put back every row that a merge wrote, field by field; return what was edited since and stays, None when the log is gone."""
    changes = Change.objects.filter(group=group)
    names = set(changes.values_list("table", flat=True).distinct())
    if not names - OWN:
        return None
    mark = mark_what_is_written()
    result = restore(group, in_order(names - OWN), by_field=True)
    refill_what_was_marked(mark)
    return _left(result)


def _left(result: Restored) -> dict[str, Any]:
    """Return what stayed: `table:key` → the columns, none for a whole row."""
    found: dict[str, list[str]] = {}
    for table, rows in result.kept.items():
        found |= {f"{table}:{key}": sorted(names) for key, names in rows.items() if names}
    for table, keys in result.refused.items():
        found |= {f"{table}:{key}": [] for key in keys}
    return found
