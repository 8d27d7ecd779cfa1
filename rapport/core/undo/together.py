"""What stays together when a group of changes is taken back: a record that is used or was edited since is kept whole.

Without this, a customer to whom somebody logged a call since an import would stay, and lose the name that the same
import gave him.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.backends.utils import CursorWrapper

MANY = 10_000


@dataclass(frozen=True)
class Link:
    """A foreign key from one table to another; `is_part` says that it is seen through the other, as its part."""

    child: type[models.Model]
    column: str
    parent: type[models.Model]
    is_part: bool


def temporary(model: type[models.Model]) -> str:
    """Return the name of the table that lists what the group did to a model's rows."""
    return f"undo_{model._meta.db_table}"


def keep_together(cursor: CursorWrapper, tables: list[type[models.Model]]) -> None:
    """Mark as kept what others refer to since, and the parts of what is kept, until nothing more follows."""
    for model in tables:
        _prepare(cursor, model)
    links = list(_links(tables))
    news = [
        model for model in tables if _has_new(cursor, model)
    ]  # what was there before can go back
    while news and sum([_spread(cursor, link, tables) for link in links]):
        pass
    for link in links:
        if link.child in tables and link.is_part:
            cursor.execute(
                f"UPDATE {temporary(link.child)} c SET below = true FROM {link.child._meta.db_table} r"
                f" JOIN {temporary(link.parent)} p ON p.row_id = r.{link.column} AND p.edited"
                f" WHERE c.row_id = r.{_key(link.child)} AND c.edited"
            )


def _has_new(cursor: CursorWrapper, model: type[models.Model]) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT FROM {temporary(model)} WHERE inserted AND NOT deleted)")
    return bool(cursor.fetchone()[0])


def _prepare(cursor: CursorWrapper, model: type[models.Model]) -> None:
    """Give a long list an index; a short one is read faster without."""
    cursor.execute(f"SELECT count(*) FROM {temporary(model)}")
    if cursor.fetchone()[0] > MANY:
        cursor.execute(f"CREATE INDEX ON {temporary(model)} (row_id)")
        cursor.execute(f"ANALYZE {temporary(model)}")


def _links(tables: list[type[models.Model]]) -> Iterator[Link]:
    for parent in tables:
        for relation in parent._meta.get_fields(include_hidden=True):
            if not isinstance(relation, models.ForeignObjectRel) or isinstance(
                relation, models.ManyToManyRel
            ):
                continue
            child: Any = relation.related_model
            field = relation.field
            if child._meta.managed:
                access = getattr(child, "access", None)
                is_part = access is not None and access.via == field.name
                yield Link(child, f'"{field.column}"', parent, is_part)


def _key(model: type[models.Model]) -> str:
    return f'"{model._meta.pk.column}"'


def _spread(cursor: CursorWrapper, link: Link, tables: list[type[models.Model]]) -> int:
    """Mark the parents that a kept row refers to, and the parts of kept parents; return how many were marked."""
    rows, key = link.child._meta.db_table, _key(link.child)
    parents, inside = temporary(link.parent), link.child in tables
    goes = (
        f" AND NOT EXISTS (SELECT FROM {temporary(link.child)} c WHERE c.row_id = r.{key}"
        " AND c.inserted AND NOT c.edited)"
        if inside
        else ""
    )
    cursor.execute(
        f"UPDATE {parents} p SET edited = true FROM {rows} r WHERE r.{link.column} = p.row_id"
        f" AND p.inserted AND NOT p.deleted AND NOT p.edited{goes}"
    )
    marked = int(cursor.rowcount)
    if inside and link.is_part:
        cursor.execute(
            f"UPDATE {temporary(link.child)} c SET edited = true FROM {rows} r JOIN {parents} p"
            f" ON p.row_id = r.{link.column} AND p.inserted AND p.edited"
            f" WHERE c.row_id = r.{key} AND c.inserted AND NOT c.deleted AND NOT c.edited"
        )
        marked += cursor.rowcount
    return marked
