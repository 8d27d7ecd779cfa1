"""The figures below a list's columns: sums, averages, how many are filled. Estimated where exact ones would keep her waiting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import sample
from typing import Any

from django.db.models import Avg, BooleanField, Count, Max, Min, Q, Sum
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from rapport.core.access.models import User
from rapport.core.company.queries import company
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.operators import UnknownFilter
from rapport.core.lists.spec import ListSpec, Rows, count_up_to
from rapport.core.lists.state import ListState
from rapport.core.pages import formats

EXACT_UP_TO = 10_000
SAMPLE = 20_000  # keys drawn at random; of a list of 1 % of all rows 200 are met, a standard error of 7 %
LABELS: dict[str, str | Promise] = {
    "sum": pgettext_lazy("foot of a column", "Sum"),
    "average": pgettext_lazy("foot of a column", "Average"),
    "least": pgettext_lazy("foot of a column", "Least"),
    "most": pgettext_lazy("foot of a column", "Most"),
    "earliest": pgettext_lazy("foot of a column", "Earliest"),
    "latest": pgettext_lazy("foot of a column", "Latest"),
    "filled": pgettext_lazy("foot of a column", "Filled"),
    "empty": pgettext_lazy("foot of a column", "Empty"),
    "distinct": pgettext_lazy("foot of a column", "Distinct"),
}
FIGURES = ("sum", "average", "least", "most")
DAYS = ("earliest", "latest")
COUNTS = ("filled", "empty", "distinct")
GROWS = frozenset({"sum", "filled", "empty"})  # with the number of rows: an estimate is scaled up
ALIKE = GROWS | {"average"}  # what a sample can tell
_MADE: dict[str, Callable[[str], Any]] = {
    "sum": Sum,
    "average": Avg,
    "least": Min,
    "most": Max,
    "earliest": Min,
    "latest": Max,
    "distinct": lambda path: Count(path, distinct=True),
}


@dataclass(frozen=True)
class Below:
    """What stands below a column; nothing where only an exact count could tell."""

    label: str = ""
    text: str = ""
    num: bool = False
    exact: str = ""


@dataclass(frozen=True)
class Foot:
    """What stands below all columns of a list."""

    cells: list[Below]
    is_estimate: bool


def offered(column: Column) -> tuple[str, ...]:
    """Return what can be told of a column below it; amounts only where they are known in the base currency."""
    if column.term is None and (column.shown or column.where or not column.is_readable):
        return ()
    if column.kind is Kind.NUMBER or (column.kind is Kind.MONEY and base_path(column)):
        return FIGURES + COUNTS
    if column.kind in {Kind.DATE, Kind.DATETIME}:
        return DAYS + COUNTS
    return () if column.kind is Kind.MONEY else COUNTS


def told(spec: ListSpec, user: User, state: ListState) -> dict[str, str]:
    """Return column → what is told below it: as the address says, else the sum of each amount. Errors: UnknownFilter."""
    if not state.foot:
        shown = [spec.column(show.name, user) for show in spec.shown_for(user, state)]
        return {c.name: "sum" for c in shown if c.kind is Kind.MONEY and "sum" in offered(c)}
    for name, figure in state.foot:
        if figure and figure not in offered(spec.column(name, user)):
            raise UnknownFilter(filter=f"{name} {figure}"[:100])
    return {name: figure for name, figure in state.foot if figure}


def foot(spec: ListSpec, user: User, state: ListState, *, exact: bool = False) -> Foot:
    """Return the figures of all rows that match; beyond ten thousand rows estimated from a sample unless wanted exact."""
    wanted = told(spec, user, state)
    rows = spec.matching(user, state).order_by()
    is_estimate = not exact and count_up_to(rows, EXACT_UP_TO) > EXACT_UP_TO
    asked = {n: f for n, f in wanted.items() if not is_estimate or f in ALIKE}
    columns = {name: spec.column(name, user) for name in asked}
    made = {_alias(n): aggregate(columns[n], figure) for n, figure in asked.items()}
    share = 1.0
    if is_estimate:
        rows, share = drawn(rows)
    found = rows.aggregate(**made) if made else {}
    cells = []
    for show in spec.shown_for(user, state):
        figure = wanted.get(show.name, "")
        value = found.get(_alias(show.name))
        if figure in GROWS and value is not None:
            value = _scaled(value, share)
        cells.append(_below(spec.column(show.name, user), figure, value, known=show.name in asked))
    return Foot(cells, is_estimate)


def _alias(name: str) -> str:
    return f"{name.replace('.', '_')}_foot"


def base_path(column: Column) -> str:
    """Return the path to an amount in the company's base currency; empty where it is not known."""
    return column.lookup if column.in_base else column.base


def _path(column: Column) -> str:
    return base_path(column) if column.kind is Kind.MONEY else column.lookup


def aggregate(column: Column, figure: str) -> Any:
    """Return the expression of a figure of all rows."""
    path = _path(column) if column.term is None else column.term
    if figure not in {"filled", "empty"}:
        return _MADE[figure](path)
    if column.term is not None:
        return Count("pk", filter=Q(IsNull(column.term, figure == "empty")))
    empty = Q(**{f"{path}__isnull": True})
    if column.kind in {Kind.TEXT, Kind.CHOICE}:
        empty |= Q(**{path: ""})
    return Count("pk", filter=empty if figure == "empty" else ~empty)


def drawn(rows: Rows) -> tuple[Rows, float]:
    """Return the rows whose keys were drawn at random from all between the least and the greatest, and the share drawn."""
    model = rows.model
    ends = model._base_manager.aggregate(least=Min("pk"), most=Max("pk"))
    keys = range(ends["least"], ends["most"] + 1)
    drawn = sample(keys, min(SAMPLE, len(keys)))
    column = f'"{model._meta.db_table}"."{model._meta.pk.column}"'  # an array: an index finds each of its keys
    is_drawn = RawSQL(f"{column} = ANY(%s)", [drawn], output_field=BooleanField())  # noqa: S611 - a name of ours
    return rows.filter(is_drawn), len(drawn) / len(keys)


def _scaled(value: Any, share: float) -> Any:
    scaled = Decimal(value) / Decimal(share)
    return scaled if isinstance(value, Decimal) else round(scaled)


def _below(column: Column, figure: str, value: Any, *, known: bool) -> Below:
    if not figure:
        return Below(num=column.is_numeric)
    label = str(LABELS[figure])
    if not known or value is None:
        return Below(label, "–", column.is_numeric)
    exact = ""
    if figure in COUNTS:
        text = formats.number(value)
    elif column.kind is Kind.MONEY:
        base = company().base_currency
        exact = formats.money(Decimal(value), base)
        text = formats.money_short(Decimal(value), base)
    elif column.kind is Kind.NUMBER:
        text = formats.figure(round(value, 2))
    else:
        text = formats.date(date.fromisoformat(value) if isinstance(value, str) else value)
    return Below(label, text, column.is_numeric, exact)
