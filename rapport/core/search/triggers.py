"""Rows written by plain SQL are marked stale; actions, which write their entries themselves, are not.

`rapport.search` tells a transaction's way: `kept` (a loader that fills the index itself marks nothing) or `marked`
(undo, which puts rows back by SQL inside an action, marks everything).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.backends.utils import CursorWrapper

from rapport.core.search.kinds import Kind, kinds

WAY = "coalesce(current_setting('rapport.search', true), '')"
CAUSE = "coalesce(current_setting('rapport.cause', true), '')"
WHEN = f"WHEN ({WAY} = 'marked' OR ({CAUSE} = '' AND {WAY} <> 'kept'))"
FOLLOW_OWNER = """UPDATE core_searchentry e SET owner_id = n.owner_id, tokens =
    CASE WHEN e.owner_id IS NULL THEN e.tokens ELSE ts_delete(e.tokens, '@' || e.owner_id) END
    || array_to_tsvector(array_remove(ARRAY['@' || n.owner_id], NULL))
  FROM new_rows n JOIN old_rows o ON o.id = n.id
  WHERE o.owner_id IS DISTINCT FROM n.owner_id AND e.party_id = n.id
    AND e.owner_id IS DISTINCT FROM n.owner_id;"""
TABLES = {
    "insert": ("NEW TABLE AS new_rows", ("new_rows",)),
    "update": ("OLD TABLE AS old_rows NEW TABLE AS new_rows", ("old_rows", "new_rows")),
    "delete": ("OLD TABLE AS old_rows", ("old_rows",)),
}


def install(cursor: CursorWrapper) -> None:
    """Create or replace the triggers on every table that search reads."""
    for table, sources in _by_table().items():
        for statement in _statements(table, sources):
            cursor.execute(statement)


def _by_table() -> dict[str, list[tuple[Kind, str]]]:
    found: dict[str, list[tuple[Kind, str]]] = {}
    for kind in kinds().values():
        for table, column in kind.sources.items():
            found.setdefault(table, []).append((kind, column))
    return found


def _statements(table: str, sources: list[tuple[Kind, str]]) -> Iterator[str]:
    for verb, (referencing, rows) in TABLES.items():
        name = f"search_{table}_{verb}"
        selects = [
            select for kind, column in sources for select in _stale(kind, table, column, verb, rows)
        ]
        is_owner = verb == "update" and any(kind.owned_by == table for kind, _column in sources)
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$\n"
            f"BEGIN\n  INSERT INTO core_searchstale (kind, object_id)\n  {' UNION '.join(selects)};\n"
            f"  {FOLLOW_OWNER if is_owner else ''}\n  RETURN NULL;\nEND $body$"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER {name} AFTER {verb.upper()} ON {table}\n"
            f"REFERENCING {referencing} FOR EACH STATEMENT {WHEN} EXECUTE FUNCTION {name}()"
        )


def _stale(kind: Kind, table: str, column: str, verb: str, rows: tuple[str, ...]) -> Iterator[str]:
    """Return the queries for what has to be filled again; an update of columns that nobody reads is left out."""
    unread = kind.unread.get(table)
    if verb != "update" or not unread:
        for each in rows:
            yield f'SELECT \'{kind.name}\', "{column}" FROM {each} WHERE "{column}" IS NOT NULL'
        return
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    read = [f.column for f in model._meta.local_concrete_fields if f.column not in unread]
    old, new = (", ".join(f'{side}."{name}"' for name in read) for side in "on")
    key = model._meta.pk.column
    yield (
        f'SELECT \'{kind.name}\', n."{column}" FROM old_rows o JOIN new_rows n ON n."{key}" = o."{key}"'
        f" WHERE ({old}) IS DISTINCT FROM ({new})"
    )
