"""Taking back what one statement wrote to many rows alike, as a bulk edit does: by statements as plain as its own."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db import models
from django.db.backends.utils import CursorWrapper

from rapport.core.records import among, keys
from rapport.core.undo.narrowing import Only
from rapport.core.undo.touched import Restored, assignments, touched

FEW = 20  # different contents: beyond, a statement for each takes longer than one that joins them

CONTENTS = """SELECT operation, before FROM core_change WHERE group_id = %s AND table_name = %s
GROUP BY 1, 2 LIMIT %s"""


def put_back_alike(
    cursor: CursorWrapper, group: UUID, model: type[models.Model], only: Only | None
) -> Restored | None:
    """Put the rows of the group's only table back if it changed them and the fields before are few; else do nothing."""
    table = model._meta.db_table
    cursor.execute(CONTENTS, [group, table, FEW + 1])
    contents = cursor.fetchall()
    if len(contents) > FEW or any(operation != "u" for operation, _before in contents):
        return None
    sql, values = touched(group, model, only)
    cursor.execute(f"SELECT row_id, edited, fields::text FROM ({sql}) AS touched", values)
    found: dict[str, list[int]] = defaultdict(list)
    result = Restored(rows={table: []}, refused={table: []})
    for row_id, edited, fields in cursor.fetchall():
        (result.refused if edited else result.rows)[table].append(row_id)
        if not edited:
            found[fields].append(row_id)
    for fields, ids in found.items():
        _set(cursor, model, fields, ids)
    return result


def _set(cursor: CursorWrapper, model: type[models.Model], fields: str, ids: list[int]) -> None:
    cursor.execute("SELECT jsonb_object_keys(%s::jsonb)", [fields])
    changes, read = assignments(model, [name for (name,) in cursor.fetchall()])
    if not changes:
        return
    these, values = among(f't."{model._meta.pk.column}"', keys(ids))
    cursor.execute(
        f"UPDATE {model._meta.db_table} t SET {changes}"
        f" FROM (SELECT %s::jsonb AS fields OFFSET 0) u CROSS JOIN LATERAL {read} WHERE {these}",
        [fields, *values],
    )
