"""What a group of changes did to each row of a table, and the SQL that sets a row's fields to what they were."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import connection, models

from rapport.core.undo.narrowing import Only

# Who changed a row since is looked for in the months since: a day is longer than any statement waits for a row.
TOUCHED = """
WITH mine AS (
  SELECT row_id, min(id) AS first, min(at) AS at,
         bool_or(operation = 'i') AS inserted, bool_or(operation = 'd') AS deleted,
         array_agg(before ORDER BY id DESC) FILTER (WHERE before IS NOT NULL) AS steps
  FROM core_change c WHERE group_id = %(group)s AND table_name = %(table)s AND {only} GROUP BY row_id
), touched AS (
  SELECT row_id, first, inserted, deleted, CASE cardinality(steps) WHEN 1 THEN steps[1] ELSE (
    SELECT jsonb_object_agg(e.key, e.value ORDER BY s.place)
    FROM unnest(steps) WITH ORDINALITY AS s(before, place) CROSS JOIN jsonb_each(s.before) e
  ) END AS fields FROM mine
)
SELECT m.row_id, m.inserted, m.deleted, coalesce(m.fields, '{{}}') AS fields,
  EXISTS (
    SELECT FROM core_change l
    WHERE l.table_name = %(table)s AND l.row_id = m.row_id AND l.id > m.first
      AND l.at BETWEEN (SELECT min(at) FROM mine) - interval '1 day' AND statement_timestamp()
      AND l.group_id IS DISTINCT FROM %(group)s
      AND (m.inserted OR m.deleted OR l.operation <> 'u'
           OR l.before ?| ARRAY(SELECT jsonb_object_keys(m.fields)))
  ) AS edited, false AS below
FROM touched m"""

# Of a column of values only the keys that the group changed go back; one that was not there before goes.
KEYS_BACK = """"{column}" = t."{column}" - ARRAY(
    SELECT substr(k, length('{column}.') + 1) FROM jsonb_object_keys(u.fields) AS k WHERE k LIKE '{column}.%%')
  || coalesce((SELECT jsonb_object_agg(substr(key, length('{column}.') + 1), value) FROM jsonb_each(u.fields)
    WHERE key LIKE '{column}.%%' AND value <> 'null'), '{{}}')"""


@dataclass
class Restored:
    """How many rows went back, and which were left because they were edited or are used since."""

    rows: dict[str, list[int]] = field(default_factory=dict)
    refused: dict[str, list[int]] = field(default_factory=dict)
    kept: dict[str, dict[int, list[str]]] = field(
        default_factory=dict
    )  # by row: what was edited since and stays

    @property
    def count(self) -> int:
        """Return the number of rows that went back."""
        return sum(map(len, self.rows.values()))

    @property
    def refused_count(self) -> int:
        """Return the number of rows that were left as they are."""
        return sum(map(len, self.refused.values()))


def touched(
    group: UUID, model: type[models.Model], only: Only | None
) -> tuple[str, dict[str, Any]]:
    """Return the SQL that lists what a group did to a model's rows, and its values."""
    condition, values = only.condition(model) if only else ("true", {})
    return TOUCHED.format(only=condition), {
        "group": group,
        "table": model._meta.db_table,
        **values,
    }


def assignments(model: type[models.Model], names: Collection[str]) -> tuple[str, str]:
    """Return the SQL that sets fields (`u.fields`) of a row (`t`) back, and that which reads them by their types (`b`)."""
    stored = {str(f.column): f.db_type(connection) for f in model._meta.local_concrete_fields}
    whole = sorted(set(names) & set(stored))
    parts = sorted({name.partition(".")[0] for name in set(names) - set(stored)} & set(stored))
    changes = [
        f'"{c}" = CASE WHEN u.fields ? \'{c}\' THEN b."{c}" ELSE t."{c}" END' for c in whole
    ] + [KEYS_BACK.format(column=c) for c in parts]
    typed = ", ".join(f'"{c}" {stored[c]}' for c in whole or [str(model._meta.pk.column)])
    return ", ".join(changes), f"jsonb_to_record(u.fields) AS b({typed})"
