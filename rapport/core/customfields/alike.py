"""Writing the same custom fields into many records: a part of the verbs for many, which have asked for the right."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection

from rapport.core.access.models import User
from rapport.core.customfields.entities import entity_of
from rapport.core.customfields.writing import set_custom
from rapport.core.errors import Invalid, RowsRefused
from rapport.core.records import keys

WRITE = """UPDATE {table} SET custom = given.custom
FROM unnest(%s::bigint[], %s::jsonb[]) AS given (id, custom) WHERE {table}.id = given.id"""


class Written(NamedTuple):
    """The records that changed, and the columns."""

    ids: list[int]
    columns: list[str]


def set_custom_of_many(
    ids: Sequence[int], entity: str, given: Mapping[str, Any], *, by: User
) -> Written:
    """Set custom fields of many records by key, each by the rules of one; one statement.

    Errors: RowsRefused, naming those that a rule refuses; nothing is written then.
    """
    if not given:
        return Written([], [])
    here = entity_of(entity)
    rows = here.rows().filter(pk__any=keys(ids)).only("pk", "custom", here.stage)
    columns: dict[str, None] = {}
    changed: dict[int, str] = {}
    refused: dict[int, str] = {}
    for row in rows.select_for_update(of=("self",)).order_by("pk"):
        try:
            own = set_custom(row, entity, given, by=by)
        except Invalid as error:
            refused[row.pk] = " ".join(error.fields.values())
            continue
        if own:
            columns |= dict.fromkeys(own)
            changed[row.pk] = json.dumps(row.custom)
    if refused:
        raise RowsRefused(refused)
    if changed:
        sql = WRITE.format(table=here.table._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(sql, [list(changed), list(changed.values())])
    return Written(list(changed), list(columns))
