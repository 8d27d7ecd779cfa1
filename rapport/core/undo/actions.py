"""Undo: one verb for every verb that the company allows to be taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
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
from rapport.core.undo.restore import in_order, restore
from rapport.core.undo.touched import Restored
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
    require(by, cause := _cause_of(written := _written(group)))
    tables = in_order({one.table for one in written})
    if any(one.by_id != by.pk for one in written):
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


class Written(NamedTuple):
    """What a group did to a table: who, how, and by which verb."""

    table: str
    operation: str
    by_id: int | None
    cause: str


def _written(group: UUID) -> list[Written]:
    changes = Change.objects.filter(group=group)
    return [Written(*row) for row in changes.values_list(*Written._fields).distinct()]


def _cause_of(written: list[Written]) -> str:
    """Return the verb that wrote a group. Errors: NothingToUndo, CannotBeUndone."""
    causes = {one.cause for one in written}
    if not causes:
        raise NothingToUndo
    if causes - set(listed("undo")):
        raise CannotBeUndone
    return causes.pop()


def _is_searched(group: UUID, written: list[Written]) -> bool:
    """Tell whether the group wrote anything that search reads; marking each row that it does not read takes long."""
    if any(one.operation != "u" and is_read(one.table) for one in written):
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
