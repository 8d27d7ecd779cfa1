"""What a chart of a list is made of: by which column it groups, by which steps of time, what it measures, how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _, gettext_lazy, pgettext, pgettext_lazy

from rapport.core.access.models import User
from rapport.core.lists.calendar import can_date
from rapport.core.lists.columns import Column
from rapport.core.lists.filters import BadListAddress
from rapport.core.lists.foot import LABELS, offered
from rapport.core.lists.operators import UnknownColumn, UnknownFilter
from rapport.core.lists.sections import can_group
from rapport.core.lists.spec import ListSpec
from rapport.core.lists.state import ListState

CHART = "chart"
STEPS: dict[str, str | Promise] = {
    "day": gettext_lazy("by day"),
    "week": gettext_lazy("by week"),
    "month": gettext_lazy("by month"),
    "quarter": gettext_lazy("by quarter"),
    "year": gettext_lazy("by year"),
}
SHAPES: dict[str, tuple[str | Promise, str]] = {
    "bar": (pgettext_lazy("of a chart", "Bars"), "chart-bar"),
    "line": (pgettext_lazy("of a chart", "Line"), "chart-line"),
    "pie": (pgettext_lazy("of a chart", "Pie"), "chart-pie"),
}
FIGURES = ("sum", "average")


@dataclass(frozen=True)
class Asked:
    """A chart as its address asks for it; without a `measured` column the rows are counted."""

    by: Column
    per: str
    figure: str
    measured: Column | None
    shape: str

    @property
    def is_time(self) -> bool:
        """Tell whether its groups follow one another in time."""
        return bool(self.per)


def can_chart(spec: ListSpec, column: Column) -> bool:
    """Tell whether rows can be told apart by this column: a date, one of few values, or several of them."""
    is_known = can_group(spec, column) or can_date(spec, column) or bool(column.spread)
    return is_known and column.filterable and column is not spec.main


def charted_by(spec: ListSpec, user: User) -> str:
    """Return the column that a chart groups by until somebody chooses: best a choice that the list shows."""
    found = [one for one in spec.own_columns(user) if can_chart(spec, one)]
    found.sort(
        key=lambda one: (can_date(spec, one), one.kind != "choice", one.name not in spec.shown)
    )
    return found[0].name if found else ""


def charting(spec: ListSpec, user: User, state: ListState) -> Asked:
    """Return what a chart shows. Errors: UnknownColumn, BadListAddress."""
    name = state.by or charted_by(spec, user)
    column = spec.named(name, user)
    if not can_chart(spec, column):
        raise UnknownColumn(column=name[:100])
    if (state.per and state.per not in STEPS) or (state.shape and state.shape not in SHAPES):
        raise BadListAddress
    figure, measured = _measure(spec, user, state)
    per = (state.per or "month") if can_date(spec, column) else ""
    return Asked(column, per, figure, measured, state.shape or "bar")


def measures(spec: ListSpec, user: User) -> list[tuple[str, str]]:
    """Return what can be measured, as the address and as a reader names it."""
    found = [("", _("Number of records"))]
    for column in spec.columns_for(user):
        found += [
            (f"{column.name}.{figure}", named(column, figure))
            for figure in FIGURES
            if figure in offered(column)
        ]
    return found


def named(column: Column, figure: str) -> str:
    """Return what a figure of a column is called: Total (average)."""
    words = {"column": column.label, "figure": str(LABELS[figure]).lower()}
    return _("%(column)s (%(figure)s)") % words


def choices(spec: ListSpec, user: User, state: ListState, asked: Asked) -> list[dict[str, Any]]:
    """Return what can be chosen about a chart: key, what it is now, and the other ways with their addresses."""
    columns = [one for one in spec.columns_for(user) if can_chart(spec, one)]
    found = [
        {
            "key": "by",
            "label": _("Grouped by"),
            "now": asked.by.label,
            "items": [
                (one.label, state.query(by=one.name, per="", shape=""), one is asked.by)
                for one in columns
            ],
        }
    ]
    if asked.per:
        items = [(label, state.query(per=key), key == asked.per) for key, label in STEPS.items()]
        found.append(
            {
                "key": "per",
                "label": pgettext("of time", "Step"),
                "now": STEPS[asked.per],
                "items": items,
            }
        )
    known = measures(spec, user)
    now = next((words for key, words in known if key == state.measure), known[0][1])
    items = [(words, state.query(measure=key), key == state.measure) for key, words in known]
    if len(items) > 1:
        found.append({"key": "measure", "label": _("Measure"), "now": now, "items": items})
    return found


def _measure(spec: ListSpec, user: User, state: ListState) -> tuple[str, Column | None]:
    if not state.measure:
        return "count", None
    name, _dot, figure = state.measure.rpartition(".")
    column = spec.named(name, user)
    if figure not in FIGURES or figure not in offered(column):
        raise UnknownFilter(filter=state.measure[:100])
    return figure, column
