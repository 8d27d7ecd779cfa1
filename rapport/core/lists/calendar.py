"""A list laid out as the days of a month by one of its dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DateField, F, QuerySet, Window
from django.db.models.functions import Cast, RowNumber, TruncDate
from django.utils import timezone

from rapport.core.access.models import User
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.filters import BadListAddress, Filter
from rapport.core.lists.operators import UnknownColumn
from rapport.core.lists.spec import ListSpec
from rapport.core.lists.state import ListState
from rapport.core.sentences import YEARS

CALENDAR = "calendar"
SHOWN = 4  # rows of a day
WEEK = 7


@dataclass(frozen=True)
class Day:
    """A day with its first rows; `total` counts all of them, `more` is the address that lists them."""

    day: date
    is_of_month: bool
    is_today: bool
    rows: list[Any]
    total: int
    more: str

    @property
    def left(self) -> int:
        """Return how many rows are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True)
class Month:
    """The weeks that a month touches, and the addresses of those beside it."""

    first: date
    days: list[Day]
    previous: str
    next: str
    today: str


def can_date(spec: ListSpec, column: Column) -> bool:
    """Tell whether a list can be laid out by this column's days."""
    return column.kind in {Kind.DATE, Kind.DATETIME} and (
        column.term is not None or (column.where is None and column.is_readable)
    )


def dated_by(spec: ListSpec, user: User) -> str:
    """Return the date by which a calendar is laid out until somebody chooses: best one that may be changed, or is seen."""
    found = [column for column in spec.own_columns(user) if can_date(spec, column)]
    found = found or [column for column in spec.columns_for(user) if can_date(spec, column)]
    found.sort(key=lambda column: (column.edit is None, column.name not in spec.shown))
    return found[0].name if found else ""


def dating(spec: ListSpec, user: User, state: ListState) -> Column:
    """Return the date by which a calendar is laid out. Errors: UnknownColumn."""
    name = state.by or dated_by(spec, user)
    column = spec.named(name, user)
    if not can_date(spec, column):
        raise UnknownColumn(column=name[:100])
    return column


def first_of(state: ListState, today: date) -> date:
    """Return the first day of the month that is shown. Errors: BadListAddress."""
    if not state.month:
        return today.replace(day=1)
    try:
        first = date.fromisoformat(f"{state.month}-01")
    except ValueError as error:
        raise BadListAddress from error
    if first.year not in YEARS:
        raise BadListAddress
    return first


def month(spec: ListSpec, user: User, state: ListState, also: Mapping[str, Any]) -> Month:
    """Return the month that is shown with the first rows of each day. One query. Errors: UnknownColumn, BadListAddress."""
    column, today = dating(spec, user, state), timezone.localdate()
    first = first_of(state, today)
    after = (first + timedelta(days=31)).replace(day=1)
    begin = first - timedelta(days=first.weekday())
    end = after + timedelta(days=-after.weekday() % WEEK)
    rows = spec.matching(user, state).annotate(**also)
    by_day: dict[date, list[Any]] = defaultdict(list)
    for row in _first_of_days(column, rows, begin, end):
        by_day[row.day].append(row)
    span = [begin + timedelta(days=n) for n in range((end - begin).days)]
    return Month(
        first=first,
        days=[
            Day(
                day=day,
                is_of_month=day.month == first.month,
                is_today=day == today,
                rows=by_day[day],
                total=by_day[day][0].of_day if by_day[day] else 0,
                more=_query(state, column, day),
            )
            for day in span
        ],
        previous=state.query(month=(first - timedelta(days=1)).strftime("%Y-%m")),
        next=state.query(month=after.strftime("%Y-%m")),
        today=state.query(month=""),
    )


def _first_of_days(column: Column, rows: QuerySet[Any], begin: date, end: date) -> QuerySet[Any]:
    """Return the first rows of each day, with `day` and `of_day`, how many there are."""
    if column.term is not None:
        rows, path = rows.annotate(dated_by=column.term), "dated_by"
    else:
        path = column.lookup
    ends: tuple[Any, Any] = (begin, end)
    day: Any = Cast(F(path), DateField())
    if column.kind is Kind.DATETIME:
        day = TruncDate(path, tzinfo=timezone.get_current_timezone())
        ends = (
            timezone.make_aware(datetime.combine(begin, time.min)),
            timezone.make_aware(datetime.combine(end, time.min)),
        )
    rows = rows.filter(**{f"{path}__gte": ends[0], f"{path}__lt": ends[1]}).annotate(day=day)
    found: QuerySet[Any] = rows.annotate(
        place=Window(RowNumber(), partition_by="day", order_by=[path, "pk"]),
        of_day=Window(Count("pk"), partition_by="day"),
    )
    return found.filter(place__lte=SHOWN).order_by("day", "place")


def _query(state: ListState, column: Column, day: date) -> str:
    one = Filter(column.name, "is", day.isoformat())
    listed = replace(state, by="", layout="", month="")
    return listed.query(filters=state.filters.within(one))
