"""The figures of a chart: a group to a row of SQL, the largest first or one step of time after the other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, F
from django.db.models.functions import Cast, Trunc
from django.utils import timezone

from rapport.core.access.models import User
from rapport.core.lists.charting import Asked
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.filters import Filter
from rapport.core.lists.foot import aggregate, drawn
from rapport.core.lists.spec import ListSpec, Rows, count_up_to
from rapport.core.lists.state import ListState

MOST = 20  # groups; the others are told together
LATEST = 120  # steps of time; those before are left out, and said to be
EXACT_UP_TO = 50_000
LONGEST = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}
VALUE, BY = "measured_value", "charted_by"


@dataclass(frozen=True)
class Group:
    """The rows that share a value: the value as a filter writes it or the first day of a step, how many, and what is measured."""

    key: str
    count: float
    value: float
    query: str = ""
    day: date | None = None
    is_rest: bool = False


@dataclass(frozen=True)
class Figures:
    """All groups of a chart; `total` is the measure of all rows, `sample` how many rows an estimate is made of, 0 if exact."""

    groups: list[Group]
    total: float
    sample: int
    left_out: bool


def figures(
    spec: ListSpec, user: User, state: ListState, asked: Asked, *, exact: bool = False
) -> Figures:
    """Return the figures of all rows that match; of very many from a sample unless wanted exact. At most four queries."""
    rows, share = spec.matching(user, state).order_by(), 1.0
    if rows.query.distinct:
        rows = rows.model._base_manager.filter(pk__in=rows.values("pk"))
    is_estimate = not exact and count_up_to(rows, EXACT_UP_TO) > EXACT_UP_TO
    if is_estimate:
        rows, share = drawn(rows)
    whole = rows.aggregate(all_rows=Count("pk"), **_measure(asked))
    found = _groups(asked, rows)
    seen, total = whole["all_rows"], float(whole.get(VALUE, whole["all_rows"]) or 0)
    left_out = len(found) > (LATEST if asked.per else MOST)
    if asked.per:
        shown, left_out = _in_time(asked, found)
    else:
        shown = found[:MOST]
        if left_out and asked.figure != "average" and not asked.by.spread:
            shown, left_out = [*shown, _rest(seen, total, shown)], False
    scale = 1.0 if asked.figure == "average" else 1 / share
    groups = [
        replace(
            one,
            count=one.count / share,
            value=one.value * scale,
            query="" if one.is_rest and one.day is None and one.key else _query(state, asked, one),
        )
        for one in shown
    ]
    return Figures(groups, total * scale, seen if is_estimate else 0, left_out)


def _measure(asked: Asked) -> dict[str, Any]:
    return {VALUE: aggregate(asked.measured, asked.figure)} if asked.measured else {}


def _groups(asked: Asked, rows: Rows) -> list[Group]:
    """Return the groups: those of time the latest first, all others the largest first."""
    rows = rows.annotate(**{BY: _by(asked)})
    counted = rows.values_list(BY).annotate(count=Count("pk"), **_measure(asked))
    if asked.per:
        counted = counted.order_by(F(BY).desc(nulls_first=True))[: LATEST + 2]
    else:
        by = VALUE if asked.measured else "count"
        counted = counted.order_by(F(by).desc(nulls_last=True), BY)[: MOST + 1]
    found: dict[str, Group] = {}
    for value, number, *measured in counted:
        key = _key(asked.by, value)
        day = value if asked.per else None
        figure = float(measured[0] or 0) if measured else float(number)
        known = found.get(key, Group(key, 0, 0.0))  # no value and an empty one are alike
        found[key] = Group(key, known.count + number, known.value + figure, day=day)
    return list(found.values())


def _by(asked: Asked) -> Any:
    column = asked.by
    if column.spread:
        return F(column.spread) if isinstance(column.spread, str) else column.spread
    value: Any = F(column.lookup) if column.term is None else column.term
    if not asked.per:
        return value
    if column.kind is not Kind.DATETIME:
        return Trunc(Cast(value, DateField()), asked.per, output_field=DateField())
    zone = timezone.get_current_timezone()
    return Trunc(value, asked.per, output_field=DateField(), tzinfo=zone)


def _key(column: Column, value: object) -> str:
    if column.kind is Kind.BOOL and value is not None:
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _rest(seen: int, total: float, shown: list[Group]) -> Group:
    """Return all other groups as one."""
    count = seen - sum(one.count for one in shown)
    value = total - sum(one.value for one in shown)
    return Group("…", count, value, is_rest=True)


def _in_time(asked: Asked, found: list[Group]) -> tuple[list[Group], bool]:
    """Return the steps in their order, those between them without rows too, and whether earlier ones are left out."""
    dated = {one.day: one for one in found if one.day is not None}
    undated = [replace(one, is_rest=True) for one in found if one.day is None]
    if not dated:
        return undated, False
    last, earliest = max(dated), min(dated)
    steps = [last]
    while steps[-1] > earliest and len(steps) < LATEST:
        steps.append(first_of(steps[-1] - timedelta(days=1), asked.per))
    steps.reverse()
    shown = [dated.get(day, Group(day.isoformat(), 0, 0.0, day=day)) for day in steps]
    return [*shown, *undated], steps[0] > earliest or len(dated) > LATEST


def first_of(day: date, per: str) -> date:
    """Return the first day of the step of time that holds a day."""
    if per == "week":
        return day - timedelta(days=day.weekday())
    if per == "day":
        return day
    month = {"month": day.month, "quarter": day.month - (day.month - 1) % 3, "year": 1}[per]
    return day.replace(month=month, day=1)


def _query(state: ListState, asked: Asked, group: Group) -> str:
    """Return the address that lists the rows of a group; nothing where one more filter would be one more “or”."""
    if state.filters.any_group:
        return ""
    name, filters = asked.by.name, state.filters
    if group.day is not None:
        after = first_of(group.day + timedelta(days=LONGEST[asked.per]), asked.per)
        before = (group.day - timedelta(days=1)).isoformat()
        wanted = [Filter(name, "after", before), Filter(name, "before", after.isoformat())]
    else:
        wanted = [Filter(name, "is" if group.key else "empty", group.key)]
    for one in wanted:
        filters = filters.beside(one)
    listed = replace(state, by="", layout="", per="", measure="", shape="", filters=filters)
    return listed.at_top().query()
