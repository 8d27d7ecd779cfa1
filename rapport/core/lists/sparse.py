"""Pages of a filtered list whose matching rows may lie far apart.

The database guesses how many rows hold two conditions as if neither knew of the other. Where it expects many and hardly any
hold both, it would walk a list of a million in its order to the end. So where it means to walk, a page is looked for near its
place first; what is not found there is rare, or stands together far off, as all names with Z: then all that match are found by
their indexes, and put in order.

What words find is put in order by the entries that found it, where they keep beside what the list is sorted by: a common
name has thousands of rows, of which a page shows fifty.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models.query import QuerySet

if TYPE_CHECKING:
    from rapport.core.lists.order import Order

NEAR = 5_000
MORE = 4  # times as many entries as rows are wanted, for some are of rows that filters or rights leave out

Rows = QuerySet[Any]


def take(
    order: Order, whole: Rows, rows: Rows, place: str, count: int, *, backwards: bool
) -> list[Any]:
    """Return the next `rows` after (or before) a place of the `whole` list. Two queries, up to five where they are rare."""
    ordered = order.after(rows, place, backwards=backwards)
    if not _walks(ordered[:count]):
        return list(ordered[:count])
    all_ = order.after(whole, place, backwards=backwards)
    edge = all_.values_list(order.path, order.key)[NEAR : NEAR + 1].first()
    if edge is None:
        return list(ordered[:count])
    near = list(ordered.filter(order.past(*edge, backwards=not backwards))[:count])
    if len(near) == count:
        return near
    keys = _matching(order, ordered, count, backwards=backwards)
    return list(order.apply(rows.filter(**{f"{order.key}__in": keys}), backwards=backwards))


def take_named(
    order: Order, rows: Rows, entries: Rows, place: str, count: int, *, backwards: bool
) -> list[Any] | None:
    """Return the next `rows` after (or before) a place that have an entry; None where hardly any with one is among the rows."""
    beside = replace(order, path="sort_key", key="object_id", nullable=False)
    next_ = beside.after(entries, place, backwards=backwards).values_list("object_id", flat=True)
    keys = list(next_[: MORE * count])
    here = rows.filter(**{f"{order.key}__in": keys})
    found = list(order.apply(here, backwards=backwards)[:count])
    return found if len(found) == count or len(keys) < MORE * count else None


def _walks(page: Rows) -> bool:
    """Tell whether the database means to walk the list in its order, instead of sorting what it finds."""
    plan = page.explain(format="json")  # none where nothing can match
    return bool(plan) and '"Node Type": "Sort"' not in plan


def _matching(order: Order, ordered: Rows, count: int, *, backwards: bool) -> list[int]:
    """Return the keys of the next rows, all that match found without their order first."""
    sql, values = ordered.order_by().values_list(order.key, order.path).query.sql_with_params()
    way = "DESC" if order.descending != backwards else "ASC"
    ends = "FIRST" if backwards else "LAST"
    by = f"v {way} NULLS {ends}" if order.nullable else f"v {way}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH found (k, v) AS MATERIALIZED ({sql}) SELECT k FROM found ORDER BY {by}, k {way} LIMIT %s",  # noqa: S608 - made by the ORM
            [*values, count],
        )
        return [key for (key,) in cursor.fetchall()]
