"""What a bulk verb would do to the first rows, before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rapport.core.access.models import User
from rapport.core.bulk.choosing import SAMPLE, Chosen
from rapport.core.bulk.verbs import Values, Verb
from rapport.core.lists.cells import drawer, needed
from rapport.core.lists.columns import Column
from rapport.core.lists.spec import Rows

LOOKED_AT, WRITTEN = 200, 3


@dataclass(frozen=True)
class Sample:
    """A row as it is and as it would be, or the words that would be written to it."""

    name: str
    before: object
    after: str
    title: str = ""
    text: str = ""


def samples(chosen: Chosen, verb: Verb, user: User, values: Values) -> list[Sample]:
    """Return the first rows that would be changed, before and after. One query."""
    manager: Any = verb.model._default_manager
    rows = chosen.rows(user, verb).filter(verb.kept)
    rows = rows.filter(pk__in=manager.all().within(user, verb.over_rows).values("pk"))
    for blocked in verb.blocked(user, values).values():
        rows = rows.exclude(blocked)
    if verb.already:
        rows = rows.exclude(verb.already(values))
    if verb.words is not None:
        return _written(rows, verb, user, values)
    column = {one.name: one for one in chosen.spec.columns_for(user)}.get(verb.column)
    if column is None:
        called = rows.order_by("pk").values_list(verb.named, flat=True)[:SAMPLE]
        return [Sample(name, "", "") for name in called]
    read = needed([column], {}, user)
    found = list(rows.annotate(**read).order_by("pk")[:SAMPLE])
    draw = column.draw(user)(found) if column.draw else drawer(column, user)
    return [
        Sample(getattr(row, verb.named), draw(row), verb.after(_plain(row, column, read), values))
        for row in found
    ]


def _written(rows: Rows, verb: Verb, user: User, values: Values) -> list[Sample]:
    assert verb.words is not None
    first = dict(rows.order_by("pk").values_list("pk", verb.named)[:LOOKED_AT])
    some = rows.model._default_manager.filter(pk__in=list(first))
    refused = {pk for ids in verb.refused(user, values, some).values() for pk in ids}
    shown = [pk for pk in first if pk not in refused][:WRITTEN]
    words = verb.words(user, values, shown)
    return [Sample(first[pk], "", "", *words[pk]) for pk in shown]


def _plain(row: Any, column: Column, read: dict[str, Any]) -> str:
    value = getattr(row, next(iter(read), column.lookup), "")
    return "" if value is None else str(value)
