"""Finding whose turn it is: by an event, by the view that was entered, by the clock. Each record of an occasion is noted once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.http import QueryDict

from rapport.core.access.models import User
from rapport.core.automation.models import (
    Automation,
    AutomationRun,
    AutomationState,
    Kind,
    Outcome,
    StopReason,
)
from rapport.core.automation.subjects import Subject, subject_of
from rapport.core.automation.triggers import counted_day, logged_as, next_time
from rapport.core.changes.models import Change
from rapport.core.errors import Invalid
from rapport.core.events.models import EventRow
from rapport.core.lists.operators import condition
from rapport.core.lists.spec import ListSpec, Rows, count_up_to
from rapport.core.lists.state import ListState
from rapport.core.records import keys

MOST = 10_000  # records at a time
LATE = 7  # days that are made up for when the server stood still


def matching(spec: ListSpec, user: User, query: str) -> Rows:
    """Return the rows of a list that match conditions, as far as this user sees them. Errors: what the list says."""
    return spec.matching(user, ListState.read(QueryDict(query)))


def wake(event_id: int, *, at: datetime) -> list[int]:
    """Note whose turn it is by an event; return the automations that have something to do. Repeatable."""
    row = EventRow.objects.filter(pk=event_id).first()
    if row is None:
        return []
    woken = Automation.objects.filter(
        events__contains=[row.name], started_at__lte=row.happened_at, owner__left_at=None
    )
    before = AutomationRun.objects.filter(group=row.group) if row.group else ()
    causes = {run.row_id: run for run in before}
    found = []
    for one in woken.select_related("owner").order_by("pk"):
        if ids := met(one, [row]).get(row.pk):
            note(one, ids, f"event {row.pk}", at=at, causes=causes)
            found.append(one.pk)
    return found


def met(automation: Automation, rows: Sequence[EventRow]) -> dict[int, list[int]]:
    """Return by event the records that its owner sees and that it is about. A fixed number of queries."""
    subject, user = subject_of(automation.list_name), automation.owner
    occasions = subject.told
    about = {row.pk: occasions[row.name].rows(row.data) for row in rows if row.name in occasions}
    if automation.kind == Kind.FIELD:
        about = _changed(automation, subject, rows, about)
    wanted = {pk for ids in about.values() for pk in ids}
    seen = subject.spec.rows(user).filter(pk__any=keys(sorted(wanted))).order_by()
    kept = set(seen.values_list("pk", flat=True)) if wanted else set()
    return {event: [pk for pk in ids if pk in kept] for event, ids in about.items()}


def _changed(
    automation: Automation,
    subject: Subject,
    rows: Sequence[EventRow],
    about: Mapping[int, list[int]],
) -> dict[int, list[int]]:
    """Keep the records whose field changed with the event, from and to what is asked for."""
    when, user = automation.when, automation.owner
    try:
        column = subject.spec.column(when["column"], user)
    except Invalid:
        return {}
    logged = logged_as(subject, column)
    if logged is None:
        return {}
    table, name = logged
    groups = {row.group: row.pk for row in rows if row.group}
    ids = sorted({pk for ids in about.values() for pk in ids})
    changes = Change.objects.filter(
        group__in=groups, table=table, row_id__any=keys(ids), before__has_key=name
    ).order_by("-id")
    first = {(groups[c.group], c.row_id): c.before[name] for c in changes if c.group and c.before}
    told = [key for key, old in first.items() if _was(old, when["before"])]
    if when["after"]:
        now = condition(column, "is", when["after"], user)
        same = subject.spec.rows(user).filter(now, pk__any=keys([pk for _event, pk in told]))
        is_so = set(same.values_list("pk", flat=True)) if told else set()
        told = [key for key in told if key[1] in is_so]
    return {event: [pk for other, pk in told if other == event] for event in about}


def _was(old: Any, wanted: str) -> bool:
    if not wanted:
        return True
    return wanted in old if isinstance(old, list) else str(old) == wanted


@transaction.atomic
def look(automation_id: int, *, at: datetime) -> StopReason | None:
    """Note who entered the view of an automation since it looked last; return why it has to stop, if so. Repeatable."""
    state = _locked(automation_id)
    if state is None:
        return None
    automation = state.automation
    if automation.view is None:
        return StopReason.VIEW_GONE
    now, reason = _keys(automation, automation.view.query)
    if now is None:
        return reason
    new = sorted(set(now) - set(state.known))
    if set(now) != set(state.known):
        state.known = now
        state.save(update_fields=["known"])
    note(automation, new, f"view {at.isoformat()}", at=at)
    return None


@transaction.atomic
def begin_round(automation_id: int, *, at: datetime) -> StopReason | None:
    """Note whose turn it is by the clock, and when it comes again; return why it has to stop, if so. Repeatable."""
    state = _locked(automation_id)
    if state is None or state.due_at is None or state.due_at > at:
        return None
    automation, due = state.automation, state.due_at
    zone = automation.owner.timezone
    if automation.kind == Kind.TIME:
        found, reason = _keys(automation, automation.query)
        if found is None:
            return reason
        note(automation, found, f"time {due.isoformat()}", at=at)
    else:
        late = _count_days(automation, state, at.astimezone(ZoneInfo(zone)).date(), at)
        if late is not None:
            return late
    state.due_at = next_time(automation.kind, automation.when, zone, after=at)
    state.save(update_fields=["due_at", "looked_on"])
    return None


def _count_days(
    automation: Automation, state: AutomationState, today: date, at: datetime
) -> StopReason | None:
    """Note the records whose day has come, also those of days on which nobody looked."""
    since = max(state.looked_on or today - timedelta(days=1), today - timedelta(days=LATE))
    for late in range((today - since).days):
        day = counted_day(automation.when, since + timedelta(days=late + 1))
        found, reason = _keys(automation, automation.query, day)
        if found is None:
            return reason
        note(automation, found, f"date {day.isoformat()}", at=at)
    state.looked_on = today
    return None


def on_day(automation: Automation, day: date) -> Q:
    """Return the condition for records whose date is this day."""
    subject, user = subject_of(automation.list_name), automation.owner
    column = subject.spec.column(automation.when["column"], user)
    return condition(column, "is", day.isoformat(), user)


def _keys(
    automation: Automation, query: str, day: date | None = None
) -> tuple[list[int] | None, StopReason]:
    """Return which records match, or why nobody can tell."""
    spec = subject_of(automation.list_name).spec
    try:
        rows = matching(spec, automation.owner, query)
        if automation.kind == Kind.VIEW:  # the conditions narrow the view
            own = matching(spec, automation.owner, automation.query)
            rows = rows.filter(pk__in=own.order_by().values("pk")) if automation.query else rows
        if day is not None:
            rows = rows.filter(on_day(automation, day))
    except Invalid:
        return None, StopReason.BROKEN
    if count_up_to(rows, MOST) > MOST:
        return None, StopReason.TOO_MANY
    return list(rows.order_by("pk").values_list("pk", flat=True)), StopReason.NONE


def _locked(automation_id: int) -> AutomationState | None:
    """Return the state of an automation that is on, locked; None when another looks already."""
    rows = AutomationState.objects.select_for_update(of=("self",), skip_locked=True)
    rows = rows.select_related("automation__owner", "automation__view")
    return rows.filter(
        pk=automation_id, automation__started_at__isnull=False, automation__owner__left_at=None
    ).first()


def note(
    automation: Automation,
    ids: Iterable[int],
    occasion: str,
    *,
    at: datetime,
    causes: Mapping[int, AutomationRun] | None = None,
) -> None:
    """Write down that it is the turn of these records, each once for an occasion; `causes` are the runs that set it off.

    A record that was in none of them follows from any of them.
    """
    known = causes or {}
    other = next(iter(known.values()), None)
    AutomationRun.objects.bulk_create(
        [_run(automation, pk, occasion, at, known.get(pk, other)) for pk in ids],
        batch_size=1_000,
        ignore_conflicts=True,
    )


def _run(
    automation: Automation, row_id: int, occasion: str, at: datetime, cause: AutomationRun | None
) -> AutomationRun:
    return AutomationRun(
        automation=automation,
        row_id=row_id,
        occasion=occasion,
        asked_at=at,
        outcome=Outcome.WAITING,
        chain=(cause.chain or cause.pk) if cause else None,
        depth=cause.depth + 1 if cause else 0,
    )


def keep_states(ids: Sequence[int]) -> None:
    """Let each automation that an undo brought back stand somewhere again."""
    rows = [AutomationState(automation_id=pk) for pk in ids]
    there = Automation.objects.filter(pk__in=ids).values_list("pk", flat=True)
    kept = [row for row in rows if row.pk in set(there)]
    AutomationState.objects.bulk_create(kept, ignore_conflicts=True)


def set_clocks(*, at: datetime) -> None:
    """Say when the clock comes to those that were brought back."""
    rows = AutomationState.objects.filter(due_at=None, automation__started_at__isnull=False)
    rows = rows.filter(automation__kind__in=[Kind.TIME, Kind.DATE])
    for state in rows.select_related("automation__owner"):
        row = state.automation
        state.due_at = next_time(row.kind, row.when, row.owner.timezone, after=at)
        state.save(update_fields=["due_at"])


def looking() -> list[int]:
    """Return the automations that wait for a view to be entered."""
    rows = Automation.objects.filter(kind=Kind.VIEW, started_at__isnull=False, owner__left_at=None)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def due(*, at: datetime) -> list[int]:
    """Return the automations to which the clock has come."""
    rows = AutomationState.objects.filter(due_at__lte=at, automation__started_at__isnull=False)
    return list(rows.order_by("pk").values_list("pk", flat=True))
