"""Taking a group of changes back by SQL, table by table: no loop over rows, so a bulk edit is undone like a single one.

A row that somebody else changed since is left as it is and counted as refused.
"""

from __future__ import annotations

from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.backends.utils import CursorWrapper

from rapport.core.records import among, keys
from rapport.core.undo.alike import put_back_alike
from rapport.core.undo.narrowing import Only
from rapport.core.undo.together import MANY, keep_together, temporary
from rapport.core.undo.touched import Restored, assignments, touched

# Where single fields go back: what is another now than the group left it stays, the other fields of the row go back.
BY_FIELD = """
WITH later AS (
  SELECT u.row_id, l.id, l.operation, l.before FROM {table} u JOIN core_change l
    ON l.table_name = %(table)s AND l.row_id = u.row_id AND l.group_id IS DISTINCT FROM %(group)s
   AND l.id > (SELECT min(id) FROM core_change c WHERE c.group_id = %(group)s AND c.table_name = %(table)s AND c.row_id = u.row_id)
  WHERE u.edited AND NOT u.deleted
), left_as AS (
  SELECT DISTINCT ON (l.row_id, k.key) l.row_id, k.key, k.value FROM later l CROSS JOIN LATERAL jsonb_each(l.before) AS k
  WHERE l.operation = 'u' ORDER BY l.row_id, k.key, l.id
), differs AS (
  SELECT a.row_id, array_agg(a.key ORDER BY a.key) AS names FROM left_as a JOIN {rows} r ON r.{key} = a.row_id
  WHERE a.value IS DISTINCT FROM coalesce(to_jsonb(r) #> string_to_array(a.key, '.'), 'null') GROUP BY a.row_id
)
UPDATE {table} u SET fields = u.fields - coalesce(d.names, '{{}}'),
  edited = g.ended OR (NOT u.inserted AND u.fields - coalesce(d.names, '{{}}') = '{{}}') OR (u.inserted AND d.names IS NOT NULL)
FROM (SELECT row_id, bool_or(operation <> 'u') AS ended FROM later GROUP BY row_id) g LEFT JOIN differs d USING (row_id)
WHERE g.row_id = u.row_id
RETURNING u.row_id, d.names"""


def restore(
    group: UUID,
    tables: list[type[models.Model]],
    only: Only | None = None,
    *,
    by_field: bool = False,
) -> Restored:
    """Put every row of the group back: parents before children, removals of what was added last to first.

    `by_field`: of a row that was edited since only the fields that were edited stay as they are.
    """
    result = Restored()
    with connection.cursor() as cursor:
        if (
            len(tables) == 1
            and not by_field
            and (alike := put_back_alike(cursor, group, tables[0], only))
        ):
            return alike
        for model in tables:
            _collect(cursor, group, model, only)
            if by_field:
                _leave_edited_fields(cursor, group, model, result)
        keep_together(cursor, tables)
        for model in tables:
            _sort_out(cursor, model, result)
        for model in tables:  # put back first, so that what was deleted finds its place free
            _put_back(cursor, model, result.rows[model._meta.db_table])
            _insert_again(cursor, model)
        for model in reversed(tables):
            _remove(cursor, model, result)
        for model in tables:
            cursor.execute(f"DROP TABLE {temporary(model)}")
    return result


def in_order(names: set[str]) -> list[type[models.Model]]:
    """Return the models of these tables, each after the ones its foreign keys point at."""
    waiting = {m._meta.db_table: m for m in apps.get_models() if m._meta.db_table in names}
    ordered: list[type[models.Model]] = []
    while waiting:
        free = [m for m in waiting.values() if not (_parents(m) & set(waiting))] or list(
            waiting.values()
        )
        for model in free:
            ordered.append(waiting.pop(model._meta.db_table))
    return ordered


def _parents(model: type[models.Model]) -> set[str]:
    tables = {
        related._meta.db_table
        for f in model._meta.local_concrete_fields
        if isinstance(related := f.related_model, type)
    }
    return tables - {model._meta.db_table}


def _collect(
    cursor: CursorWrapper, group: UUID, model: type[models.Model], only: Only | None
) -> None:
    sql, values = touched(group, model, only)
    cursor.execute(f"CREATE TEMPORARY TABLE {temporary(model)} ON COMMIT DROP AS {sql}", values)


def _leave_edited_fields(
    cursor: CursorWrapper, group: UUID, model: type[models.Model], result: Restored
) -> None:
    table, key = model._meta.db_table, f'"{model._meta.pk.column}"'
    sql = BY_FIELD.format(table=temporary(model), rows=table, key=key)
    cursor.execute(sql, {"group": group, "table": table})
    result.kept[table] = {row_id: names for row_id, names in cursor.fetchall() if names}


def _sort_out(cursor: CursorWrapper, model: type[models.Model], result: Restored) -> None:
    """Tell what goes back from what stays; the parts of a record that stays are not counted beside it."""
    cursor.execute(
        f"SELECT row_id, edited, below FROM {temporary(model)} WHERE NOT (inserted AND deleted)"
    )
    found, table = cursor.fetchall(), model._meta.db_table
    result.rows[table] = [row_id for row_id, edited, _below in found if not edited]
    result.refused[table] = [row_id for row_id, edited, below in found if edited and not below]


def _put_back(cursor: CursorWrapper, model: type[models.Model], rows: list[int]) -> None:
    table, key = model._meta.db_table, model._meta.pk.column
    cursor.execute(
        f"SELECT DISTINCT jsonb_object_keys(fields) FROM {temporary(model)}"
        " WHERE NOT inserted AND NOT deleted AND NOT edited"
    )
    changes, read = assignments(model, [name for (name,) in cursor.fetchall()])
    if not changes or not rows:
        return
    these, values = f't."{key}" BETWEEN %s AND %s', [min(rows), max(rows)]
    if len(rows) <= MANY:  # read in one go, not one by one
        these, values = among(f't."{key}"', keys(rows))
    cursor.execute(
        f"UPDATE {table} t SET {changes} FROM {temporary(model)} u"
        f' CROSS JOIN LATERAL {read} WHERE t."{key}" = u.row_id'
        f" AND {these} AND NOT u.inserted AND NOT u.deleted AND NOT u.edited",
        values,
    )


def _insert_again(cursor: CursorWrapper, model: type[models.Model]) -> None:
    table = model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} OVERRIDING SYSTEM VALUE"
        f" SELECT (jsonb_populate_record(NULL::{table}, u.fields)).* FROM {temporary(model)} u"
        " WHERE u.deleted AND NOT u.inserted AND NOT u.edited"
    )


def _remove(cursor: CursorWrapper, model: type[models.Model], result: Restored) -> None:
    """Delete what the group added; a row that others refer to since stays and is counted as refused."""
    table, key = model._meta.db_table, model._meta.pk.column
    where = f'WHERE t."{key}" = u.row_id AND u.inserted AND NOT u.deleted AND NOT u.edited'
    delete = f"DELETE FROM {table} t USING {temporary(model)} u {where}"
    try:
        with transaction.atomic():
            cursor.execute(delete)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError:
        cursor.execute(
            f"SELECT row_id FROM {temporary(model)} u WHERE inserted AND NOT deleted AND NOT edited"
        )
        for (row_id,) in cursor.fetchall():
            try:
                with transaction.atomic():
                    cursor.execute(f"{delete} AND u.row_id = %s", [row_id])
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except IntegrityError:
                result.rows[table].remove(row_id)
                result.refused[table].append(row_id)
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
