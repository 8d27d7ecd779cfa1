"""Findings as columns of a list: shown, filtered, exported. What analysis finds becomes a view, and a view becomes action."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import connection
from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.lists.cells import Draw
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.operators import read_value
from rapport.core.pages.formats import figure
from rapport.customers.traits.models import NUMBER, WORD, Trait
from rapport.ui.names import name as named
from rapport.ui.rows import BLANK

PLAIN = re.compile(r"[a-z][a-z0-9_]*")  # what can stand in an address
# Steps from name to name along the index, however many findings there are.
NAMES = """WITH RECURSIVE found AS (
  (SELECT name, value FROM customers_trait ORDER BY name LIMIT 1)
  UNION ALL SELECT next.name, next.value FROM found CROSS JOIN LATERAL (
    SELECT t.name, t.value FROM customers_trait t WHERE t.name > found.name ORDER BY t.name LIMIT 1) next
) SELECT name, jsonb_typeof(value) FROM found"""
KINDS = {"number": Kind.NUMBER, "boolean": Kind.BOOL, "string": Kind.TEXT}
LOOKUPS = {"is": "", "min": "__gte", "max": "__lte", "has": "__icontains", "any": "__in"}

Columns = Callable[[User], Mapping[str, Column]]


def trait_columns(user: User) -> Mapping[str, Column]:
    """Return a column for each kind of finding there is. One query for a request."""
    known: dict[str, Column] | None = user.__dict__.get("_trait_columns")
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute(NAMES)
            found = [(n, KINDS[t]) for n, t in cursor.fetchall() if t in KINDS]
        columns = [_column(name, kind) for name, kind in found if PLAIN.fullmatch(name)]
        known = user.__dict__["_trait_columns"] = {column.name: column for column in columns}
    return known


def with_traits(others: Columns) -> Columns:
    """Return these columns and those of the findings."""
    return lambda user: {**others(user), **trait_columns(user)}


def _column(name: str, kind: Kind) -> Column:
    return Column(
        f"trait.{name}",
        name.replace("_", " ").capitalize(),
        kind,
        path="pk",
        where=lambda operator, words, _user: _where(name, kind, operator, words),
        icon="bulb",
        shown=lambda _user: Subquery(_holding(name).filter(party=OuterRef("pk")).values("value")),
        width=120,
        draw=partial(_draw, name),
    )


def _holding(name: str) -> QuerySet[Trait]:
    """Return the findings of a name that have not expired."""
    return Trait.objects.filter(Q(expires_at=None) | Q(expires_at__gt=Now()), name=name)


def _where(name: str, kind: Kind, operator: str, words: list[str]) -> Q:
    found = _holding(name)
    if operator not in {"empty", "filled"}:
        values = [read_value(Column(name, name, kind), word) for word in words]
        of_kind = {Kind.NUMBER: NUMBER, Kind.TEXT: WORD}.get(kind)
        found = found.annotate(found=of_kind) if of_kind else found
        path = f"{'found' if of_kind else 'value'}{LOOKUPS.get(operator, '')}"
        found = found.filter(**{path: values if operator == "any" else values[0]})
    held = Q(pk__in=found.values("party_id"))
    return ~held if operator in {"empty", "not"} else held


def _draw(name: str, _user: User) -> Callable[[Sequence[Model]], Draw]:
    def gather(rows: Sequence[Model]) -> Draw:
        held = _holding(name).filter(party__in=[row.pk for row in rows])
        known = dict(held.values_list("party_id", "value"))
        return lambda row: _cell(known.get(row.pk))

    return gather


def _cell(value: Any) -> object:
    if value is None:
        return BLANK
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return figure(value) if isinstance(value, int | float) else named(value)
