"""Undo: one verb for every verb that the company allows to be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Func

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.assembly import listed
from rapport.core.changes.models import Change
from rapport.core.errors import Conflict, Missing, NotAllowed
from rapport.core.events.actions import publish
from rapport.core.search.actions import mark_what_is_written, refill_what_was_marked
from rapport.core.search.kinds import is_read
from rapport.core.undo.events import Undone
from rapport.core.undo.narrowing import Only
from rapport.core.undo.restore import Restored, in_order, restore
from rapport.core.undo.whose import only_party


class CannotBeUndone(Conflict):
    """This cannot be undone."""


class NothingToUndo(Missing):
    """There is nothing left to undo here."""


@action
def undo(group: UUID, *, by: User, at: datetime, only: Only | None = None) -> Restored:
    """Take back everything that one action wrote (to `only` some records), as far as nobody has edited it since.

    The user needs the same right, over the same rows, as for the action itself. Projections (search) follow.
    """
    require(by, cause := cause_of(group))
    written = _written(group)
    tables = in_order({table for table, _operation, _by in written})
    if any(who != by.pk for _table, _operation, who in written):
        _require_rows(by, cause, group, tables)
    party_id = only_party(group, tables)
    mark = mark_what_is_written() if _is_searched(group, written) else None
    result = restore(group, tables, only)
    if mark is not None:
        refill_what_was_marked(mark)
    for table, rows in result.rows.items():
        project = listed("projections").get(table)
        if project and rows:
            project(rows)
    told = Undone(
        group=str(group),
        party_id=party_id,
        cause=cause,
        restored=result.count,
        refused=result.refused_count,
    )
    publish(told, by=by, at=at)
    return result


def cause_of(group: UUID) -> str:
    """Return the verb that wrote the group. Errors: NothingToUndo, CannotBeUndone."""
    causes = set(Change.objects.filter(group=group).values_list("cause", flat=True).distinct())
    if not causes:
        raise NothingToUndo
    if causes - set(listed("undo")):
        raise CannotBeUndone
    return str(causes.pop())


def _written(group: UUID) -> list[tuple[str, str, int | None]]:
    """Return which tables the group wrote, how, and who it was."""
    changes = Change.objects.filter(group=group)
    return list(changes.values_list("table", "operation", "by_id").distinct())


def _is_searched(group: UUID, written: list[tuple[str, str, int | None]]) -> bool:
    """Tell whether the group wrote anything that search reads; marking each row that it does not read takes long."""
    if any(operation != "u" and is_read(table) for table, operation, _by in written):
        return True
    names = Func("before", function="jsonb_object_keys", output_field=models.TextField())
    updates = Change.objects.filter(group=group, operation="u")
    columns = updates.annotate(name=names).values_list("table", "name")
    return any(is_read(table, name) for table, name in columns.distinct())


def _require_rows(by: User, cause: str, group: UUID, tables: list[type[models.Model]]) -> None:
    """Refuse to take back a colleague's work on rows over which the user lacks the right."""
    for model in tables:
        if not hasattr(model, "access"):
            continue
        ids = Change.objects.filter(group=group, table=model._meta.db_table).values("row_id")
        rows: Any = model._default_manager.filter(pk__in=ids)
        if rows.count() != rows.within(by, cause).count():
            raise NotAllowed
