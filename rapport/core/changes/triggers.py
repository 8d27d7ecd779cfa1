"""The change log's triggers: generated from the models, statement-level, so that bulk writes and SQL are logged too.

A column-by-column comparison written out per table is what keeps a bulk update near its plain price: only changed
fields are turned into JSON. `migrate` installs the triggers after each run, so they always follow the models.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.utils import CursorWrapper

WHO = "log_by, log_cause, log_group"
# Read once per statement, not once per row: a fifth of what a bulk write pays for its log.
DECLARE = """DECLARE
  log_by constant bigint := nullif(current_setting('rapport.by', true), '');
  log_cause constant text := coalesce(current_setting('rapport.cause', true), '');
  log_group constant uuid := nullif(current_setting('rapport.group', true), '');"""
INTO = "INSERT INTO core_change (table_name, row_id, operation, before, by_id, cause, group_id)"

RAISE_VERSION = """
CREATE OR REPLACE FUNCTION rapport_raise_version() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $body$"""


def logged_models() -> Iterator[type[models.Model]]:
    """Return every business model: ours, with a table, unless it says `log_changes = False`."""
    for model in apps.get_models():
        ours = model.__module__.startswith("rapport.")
        if ours and model._meta.managed and getattr(model, "log_changes", True):
            yield model


def install(cursor: CursorWrapper) -> None:
    """Create or replace the triggers of every business table."""
    cursor.execute(RAISE_VERSION)
    for model in logged_models():
        for statement in statements(model):
            cursor.execute(statement)


def statements(model: type[models.Model]) -> list[str]:
    """Return the SQL that logs one model's table."""
    table, key = model._meta.db_table, _key(model)
    bodies = {
        "insert": f"SELECT '{table}', n.{key}, 'i', NULL, {WHO} FROM new_rows n",
        "update": f"""SELECT '{table}', d.row_id, 'u', ('{{' || d.diff || '}}')::jsonb, {WHO} FROM (
      SELECT n.{key} AS row_id, concat_ws(',', {_comparisons(model)}) AS diff
      FROM old_rows o JOIN new_rows n ON n.{key} = o.{key}
    ) d WHERE d.diff <> ''""",
        "delete": f"SELECT '{table}', o.{key}, 'd', to_jsonb(o){_without(model)}, {WHO} FROM old_rows o",
    }
    tables = {
        "insert": "NEW TABLE AS new_rows",
        "update": "OLD TABLE AS old_rows NEW TABLE AS new_rows",
        "delete": "OLD TABLE AS old_rows",
    }
    result = []
    for verb, body in bodies.items():
        name = f"log_{table}_{verb}"
        result.append(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$\n"
            f"{DECLARE}\nBEGIN\n  {INTO}\n    {body};\n  RETURN NULL;\nEND $body$"
        )
        result.append(
            f"CREATE OR REPLACE TRIGGER {name} AFTER {verb.upper()} ON {table}\n"
            f"REFERENCING {tables[verb]} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    if any(field.name == "version" for field in model._meta.local_concrete_fields):
        result.append(
            f"CREATE OR REPLACE TRIGGER raise_version BEFORE UPDATE ON {table}\n"
            "FOR EACH ROW EXECUTE FUNCTION rapport_raise_version()"
        )
    return result


def _key(model: type[models.Model]) -> str:
    key = model._meta.pk
    return f'"{key.column}"'


def _secret(model: type[models.Model]) -> set[str]:
    names: tuple[str, ...] = getattr(model, "never_logged", ())
    return {str(f.column) for f in model._meta.local_concrete_fields if f.name in names}


def _fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the stored columns that are compared; the version says nothing and generated ones follow from others."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if not field.primary_key
        and field.column != "version"
        and not getattr(field, "generated", False)
    ]


def _comparisons(model: type[models.Model]) -> str:
    secret = _secret(model)
    parts = []
    for field in _fields(model):
        if getattr(field, "by_key", False):
            parts.append(_keys_of(str(field.column)))
            continue
        column = f'"{field.column}"'
        before = (
            "'null'" if field.column in secret else f"coalesce(to_json(o.{column})::text, 'null')"
        )
        parts.append(
            f"CASE WHEN o.{column} IS DISTINCT FROM n.{column} "
            f"THEN '\"{field.column}\":' || {before} END"
        )
    return ",\n        ".join(parts) or "NULL"


def _keys_of(column: str) -> str:
    """Compare a column of values by key: each that differs is a field of its own, `column.key`."""
    return (
        f"CASE WHEN o.{column} IS DISTINCT FROM n.{column} THEN (\n"
        f"          SELECT string_agg(to_json('{column}.' || k)::text || ':' || coalesce((o.{column} -> k)::text, 'null'), ',')\n"
        f"          FROM (SELECT jsonb_object_keys(o.{column}) UNION SELECT jsonb_object_keys(n.{column})) AS keys (k)\n"
        f"          WHERE o.{column} -> k IS DISTINCT FROM n.{column} -> k) END"
    )


def _without(model: type[models.Model]) -> str:
    return "".join(f" - '{column}'" for column in sorted(_secret(model)))
