"""Rows written by plain SQL are marked stale; actions, which write their entries themselves, are not.

`rapport.search` tells a transaction's way: `kept` (a loader that fills the index itself marks nothing) or `marked`
(undo, which puts rows back by SQL inside an action, marks everything).
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.backends.utils import CursorWrapper

from rapport.core.search.kinds import Kind, kinds

WAY = "coalesce(current_setting('rapport.search', true), '')"
CAUSE = "coalesce(current_setting('rapport.cause', true), '')"
WHEN = f"WHEN ({WAY} = 'marked' OR ({CAUSE} = '' AND {WAY} <> 'kept'))"
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
            f'SELECT \'{kind.name}\', "{column}" FROM {each} WHERE "{column}" IS NOT NULL'
            for kind, column in sources
            for each in rows
        ]
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$\n"
            f"BEGIN\n  INSERT INTO core_searchstale (kind, object_id)\n  {' UNION '.join(selects)};\n"
            "  RETURN NULL;\nEND $body$"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER {name} AFTER {verb.upper()} ON {table}\n"
            f"REFERENCING {referencing} FOR EACH STATEMENT {WHEN} EXECUTE FUNCTION {name}()"
        )
