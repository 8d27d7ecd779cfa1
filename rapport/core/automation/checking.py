"""What an automation may be: its name, its pace, its conditions, its steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict

from rapport.core.access.models import User
from rapport.core.automation.models import Automation, AutomationState, Kind
from rapport.core.automation.preparing import MOST, matching
from rapport.core.automation.steps import answered, step_of
from rapport.core.automation.subjects import subject_of
from rapport.core.automation.triggers import next_time
from rapport.core.errors import Conflict, Invalid
from rapport.core.lists.spec import count_up_to
from rapport.core.lists.state import ListState
from rapport.core.sentences import NO_NAME

MOST_STEPS, FASTEST = 10, 10_000


class TooManySteps(Invalid):
    """An automation has ten steps at most. Remove one first."""


class TooManyRecords(Conflict):
    """More than 10,000 records match. Narrow the conditions, then turn it on."""


class PaceOutOfRange(Invalid):
    """Enter a whole number from 1 to 10,000."""


def name_of(text: str) -> str:
    """Return a name without needless spaces. Errors: Invalid."""
    name = " ".join(text.split())
    if not name or len(name) > 100 or "\0" in name:
        raise Invalid({"name": str(NO_NAME)})
    return name


def pace_of(value: Any) -> int:
    """Return how many records an hour. Errors: PaceOutOfRange."""
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 0 < int(text) <= FASTEST):
        raise PaceOutOfRange(fields={"per_hour": PaceOutOfRange().sentence()})
    return int(text)


def query_of(list_name: str, query: str, by: User) -> str:
    """Return conditions in one order of their parts. Errors: what the list says about its filters."""
    state = ListState.read(QueryDict(query.lstrip("?")[:10_000]))
    subject_of(list_name).spec.matching(by, state)
    return ListState(filters=state.filters, words=state.words).saved()


def steps_of(
    list_name: str, steps: Sequence[Mapping[str, Any]], by: User, known: Sequence[Any] = ()
) -> list[dict[str, Any]]:
    """Return steps as they are kept; those `known` stay as they are. Errors: TooManySteps, UnknownStep, Invalid."""
    if len(steps) > MOST_STEPS:
        raise TooManySteps
    subject, made = subject_of(list_name), []
    for one in steps:
        if one in known:
            made.append(dict(one))
            continue
        step = step_of(subject, str(one.get("do", "")), by)
        made.append({"do": step.name, "values": answered(step, by, one.get("values") or {})})
    return made


def begin_anew(row: Automation, at: datetime, *, edited: bool = False) -> None:
    """Say from where an automation begins: who is in its view already, and when the clock comes to it.

    One that is on and `edited` knows all who are in its view. A part of the verbs that turn it on or change it.
    Errors: TooManyRecords.
    """
    state, spec = AutomationState.objects.get(pk=row.pk), subject_of(row.list_name).spec
    zone = ZoneInfo(row.owner.timezone)
    today = at.astimezone(zone).date()
    state.due_at = next_time(row.kind, row.when, row.owner.timezone, after=at)
    is_today = state.due_at is not None and state.due_at.astimezone(zone).date() == today
    state.looked_on = today - timedelta(days=1) if is_today else today
    state.known = []
    if row.kind in {Kind.VIEW, Kind.TIME}:
        rows = matching(spec, row.owner, row.query)
        if row.view is not None:
            inside = matching(spec, row.owner, row.view.query)
            rows = rows.filter(pk__in=inside.order_by().values("pk"))
        if count_up_to(rows, MOST) > MOST:
            raise TooManyRecords
        if row.kind == Kind.VIEW and (edited or not row.when["present"]):
            state.known = list(rows.order_by("pk").values_list("pk", flat=True))
    state.save()
