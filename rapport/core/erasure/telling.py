"""What is stored of somebody, in the words of whoever reads it: each room's rows, and what was changed about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.audit import fields
from rapport.core.changes import named
from rapport.core.changes.models import Change
from rapport.core.customfields.words import logged_fields
from rapport.core.erasure.belonging import Belongings, Model
from rapport.core.records import keys

AT_ONCE = 500
OURS = frozenset({"version", "sort_key"})  # nothing that tells of anybody


@dataclass(frozen=True)
class Kind:
    """One kind of row that is held: what it is called, its table, and the rows' keys."""

    label: str
    table: str
    model: Model
    ids: list[int]

    @property
    def count(self) -> int:
        """Return how many rows there are."""
        return len(self.ids)


def kinds(held: Belongings) -> list[Kind]:
    """Return what is held by kind, in the words of the logs; the record itself first."""
    return [Kind(_called(model), model._meta.db_table, model, ids) for model, ids in held.items()]


def _called(model: Model) -> str:
    table = model._meta.db_table
    named = listed("words")["kinds"].get(table)
    return str(named or capfirst(model._meta.verbose_name))


def rows(kind: Kind) -> Iterator[dict[str, Any]]:
    """Return each row as names and values as a program reads them; secrets are left out."""
    secret = set(getattr(kind.model, "never_logged", ()))
    names = [
        field.attname
        for field in kind.model._meta.concrete_fields
        if field.name not in secret | OURS
    ]
    for begin in range(0, len(kind.ids), AT_ONCE):
        some = kind.ids[begin : begin + AT_ONCE]
        found = kind.model._default_manager.filter(pk__any=keys(some)).order_by("pk")
        yield from found.values(*names)


def spoken(
    kind: Kind, values: list[dict[str, Any]], reader: User
) -> Iterator[list[tuple[str, str]]]:
    """Return rows as labels and values as a person reads them, empty ones left out. One query for each table they name."""
    customs = logged_fields(reader)
    spread = [fields.spread(kind.table, one) for one in values]
    refs = {ref for one in spread for ref in fields.referred(kind.table, one, customs)}
    names = named.names_of(reader, refs)
    for one in spread:
        told = []
        for column, value in one.items():
            if value in (None, "", [], {}) or column == "custom":
                continue
            said = fields.told(customs, kind.table, column, names)
            if said is not None:
                label, write = said
                told.append((label, write(value)))
        yield told


def changes(held: Belongings) -> Iterator[dict[str, Any]]:
    """Return what the change log keeps of these rows, oldest first."""
    for model, ids in held.items():
        logged = Change.objects.filter(table=model._meta.db_table, row_id__any=keys(ids))
        for one in logged.order_by("id").iterator(AT_ONCE):
            yield {
                "at": one.at,
                "table": one.table,
                "row": one.row_id,
                "operation": one.operation,
                "before": one.before,
            }
