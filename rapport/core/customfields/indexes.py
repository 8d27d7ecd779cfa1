"""The indexes by which lists sort and compare by a custom field: one for each, made and dropped while everybody works.

Whole values are found by the one index that the column has (GIN, jsonb_path_ops); an index of a field serves “at least”,
“before” and sorting in both directions. It holds only the rows that have a value, so an empty field costs nothing. A formula over
columns of the record's own table has one too; not one that reads the day or another table.
"""

from __future__ import annotations

from zlib import crc32

from django.db import connection

from rapport.core.customfields.entities import Entity, entities
from rapport.core.customfields.expressions import as_sql, is_steady
from rapport.core.customfields.models import CustomField, Kind
from rapport.core.customfields.queries import kept

INDEXED = frozenset({Kind.TEXT, Kind.NUMBER, Kind.MONEY, Kind.DATE})  # yes or no is no order
PREFIX = "by_custom_field_"


def name_of(field: CustomField) -> str:
    """Return what the index of a field is called; that of a formula changes with what it reckons."""
    return f"{PREFIX}{field.pk}" + (f"_{crc32(as_sql(field).encode()):x}" if field.made else "")


def tend() -> list[str]:
    """Make the indexes that are missing, drop those of fields that are gone or that a killed worker left broken. Returns what it did.

    Outside any transaction, for a list must stay writable meanwhile.
    """
    wanted = {
        name_of(field): (field, entity)
        for entity in entities().values()
        for field in kept(entity.name)
        if field.holds in INDEXED and (field.made is None or is_steady(field.made.term))
    }
    there = _there()
    done: list[str] = []
    made = set[str]()
    for name, is_whole in there.items():
        if name not in wanted or not is_whole:
            _run(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            _run(f"DROP STATISTICS IF EXISTS {name}")
            done.append(f"-{name}")
    for name, (field, entity) in wanted.items():
        if not there.get(name):
            _run(statement(field, entity))
            _run(statistics(field, entity))
            made.add(entity.table._meta.db_table)
            done.append(f"+{name}")
    for table in made:
        _run(f"ANALYZE {table}")
    return done


def statement(field: CustomField, entity: Entity) -> str:
    """Return the SQL that makes the index of a field."""
    value = as_sql(field)
    where = f"{value} IS NOT NULL" + (f" AND {entity.kept}" if entity.kept else "")
    return (
        f"CREATE INDEX CONCURRENTLY IF NOT EXISTS {name_of(field)}"
        f" ON {entity.table._meta.db_table} ({value}, id) WHERE {where}"
    )


def statistics(field: CustomField, entity: Entity) -> str:
    """Return the SQL that lets the planner know how the values lie; from an index of some rows only it learns nothing."""
    table = entity.table._meta.db_table
    return f"CREATE STATISTICS IF NOT EXISTS {name_of(field)} ON ({as_sql(field)}) FROM {table}"


def _there() -> dict[str, bool]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, i.indisvalid AND EXISTS (SELECT FROM pg_statistic_ext s WHERE s.stxname = c.relname)"
            " FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid"
            " WHERE starts_with(c.relname::text, %s) AND pg_table_is_visible(c.oid)",
            [PREFIX],
        )
        return dict(cursor.fetchall())


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
