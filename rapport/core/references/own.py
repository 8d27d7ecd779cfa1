"""Fields of the company's own by which records refer to one: found in the database, repointed inside their column of values."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import connection, models

from rapport.core.customfields.entities import entity_of, target_of
from rapport.core.customfields.models import REFERS, CustomField
from rapport.core.references.finding import alike

# A list keeps its order and names nobody twice; whoever named himself by it still may.
REPOINT_ONE = """UPDATE {table} SET custom = jsonb_set(custom, %(path)s, to_jsonb(%(to)s::bigint))
WHERE custom @> %(value)s::jsonb RETURNING {key}"""
REPOINT_SEVERAL = """UPDATE {table} SET custom = jsonb_set(custom, %(path)s, (
  SELECT jsonb_agg(one ORDER BY place) FROM (
    SELECT CASE WHEN e.one = to_jsonb(%(from)s::bigint) THEN to_jsonb(%(to)s::bigint) ELSE e.one END AS one, min(e.place) AS place
    FROM jsonb_array_elements(custom #> %(path)s) WITH ORDINALITY AS e(one, place) GROUP BY 1) AS told))
WHERE custom @> %(value)s::jsonb RETURNING {key}"""


def own_fields(model: type[models.Model]) -> list[CustomField]:
    """Return the fields that may refer to a model's rows, the removed ones too; what was purged is on its way out."""
    same = set(alike(model))
    fields = CustomField.objects.filter(purged_at=None).order_by("pk")
    asked = [one for one in fields if one.kind in REFERS or one.target]
    return [one for one in asked if target_of(one.refers).table in same]


def rows_of(field: CustomField, ids: Collection[int]) -> models.QuerySet[Any]:
    """Return the records that refer to one of these by a field."""
    condition = models.Q(pk__in=[])
    for pk in ids:
        condition |= models.Q(custom__contains=_value(field, pk))
    rows: models.QuerySet[Any] = entity_of(field.entity).rows().filter(condition)
    return rows


def repoint(field: CustomField, was: int, to: int) -> list[int]:
    """Let records refer to another by a field; return the keys of those that did.

    A part of verbs that merge: they have asked for the right.
    """
    meta = entity_of(field.entity).table._meta
    statement = REPOINT_SEVERAL if field.is_several else REPOINT_ONE
    sql = statement.format(table=meta.db_table, key=f'"{meta.pk.column}"')
    value = connection.ops.adapt_json_value(_value(field, was), None)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"path": [field.key], "from": was, "to": to, "value": value})
        return [pk for (pk,) in cursor.fetchall()]


def _value(field: CustomField, pk: int) -> dict[str, Any]:
    return {field.key: [pk] if field.is_several else pk}
