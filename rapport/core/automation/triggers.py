"""What wakes an automation: what may be asked for, by which events it is told, and when the clock comes to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.automation.models import Kind
from rapport.core.automation.subjects import Subject
from rapport.core.customfields.models import PREFIX
from rapport.core.errors import Invalid, Missing
from rapport.core.lists.columns import Column, Kind as ColumnKind
from rapport.core.lists.operators import UnknownFilter
from rapport.core.sentences import NOT_A_TIME, NOT_OFFERED
from rapport.core.views.queries import view_of

CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MOST_DAYS = 3_650
EVERY = {"day": _("every day"), "week": _("every week"), "month": _("every month")}
WAYS = {
    "after": pgettext_lazy("automation", "after"),
    "before": pgettext_lazy("automation", "before"),
}
WEEKDAYS = {
    1: _("Monday"),
    2: _("Tuesday"),
    3: _("Wednesday"),
    4: _("Thursday"),
    5: _("Friday"),
    6: _("Saturday"),
    7: _("Sunday"),
}
LAST_DAY = 28
DAYS = {ColumnKind.DATE, ColumnKind.DATETIME}


def watched(subject: Subject, user: User) -> dict[str, Column]:
    """Return the columns whose change can wake an automation: those that are edited in their cells."""
    columns = subject.spec.columns_for(user)
    return {c.name: c for c in columns if c.edit is not None and logged_as(subject, c)}


def dated(subject: Subject, user: User) -> dict[str, Column]:
    """Return the columns from whose days can be counted."""
    columns = subject.spec.columns_for(user)
    return {c.name: c for c in columns if c.kind in DAYS and c.filterable}


def logged_as(subject: Subject, column: Column) -> tuple[str, str] | None:
    """Return under which table and name the log keeps a column; None where its value is not the record's own."""
    model: type[models.Model] = subject.model
    if column.name.startswith(PREFIX):
        return model._meta.db_table, column.name
    *way, last = column.lookup.split("__")
    for part in way:
        related = model._meta.get_field(part)
        if not isinstance(related, models.OneToOneRel):
            return None
        model = related.related_model
    fields: list[Any] = list(model._meta.concrete_fields)
    names = {name: str(f.column) for f in fields for name in (f.name, f.attname)}
    return (model._meta.db_table, names[last]) if last in names else None


def events_of(subject: Subject, kind: str, when: Mapping[str, Any]) -> list[str]:
    """Return the events that wake an automation."""
    if kind == Kind.EVENT:
        return subject.events([one for one in subject.occasions if one.name == when["event"]])
    return subject.events(subject.edits) if kind == Kind.FIELD else []


def check_when(subject: Subject, kind: str, when: Mapping[str, Any], by: User) -> dict[str, Any]:
    """Return what wakes an automation, of what was answered. Errors: Invalid with a sentence per field."""
    if kind not in Kind.values:
        raise Invalid({"kind": str(NOT_OFFERED)})
    return _CHECKS[Kind(kind)](subject, when, by)


def _event(subject: Subject, when: Mapping[str, Any], _by: User) -> dict[str, Any]:
    name = str(when.get("event", ""))
    if name not in {one.name for one in subject.occasions}:
        raise Invalid({"event": str(NOT_OFFERED)})
    return {"event": name}


def _field(subject: Subject, when: Mapping[str, Any], by: User) -> dict[str, Any]:
    column = watched(subject, by).get(str(when.get("column", "")))
    if column is None:
        raise Invalid({"column": str(NOT_OFFERED)})
    offered = {str(value) for value, _label in column.choices_for(by)}
    made = {"column": column.name, "before": "", "after": ""}
    for name in ("before", "after"):
        made[name] = str(when.get(name) or "")
        if made[name] and made[name] not in offered:
            raise Invalid({name: str(NOT_OFFERED)})
    return made


def _view(subject: Subject, when: Mapping[str, Any], by: User) -> dict[str, Any]:
    try:
        view = view_of(by, int(when.get("view") or 0))
    except (Missing, ValueError, TypeError, OverflowError):
        raise Invalid({"view": str(NOT_OFFERED)}) from None
    if view.list_name != subject.name:
        raise Invalid({"view": str(NOT_OFFERED)})
    return {"view": view.pk, "present": bool(when.get("present"))}


def _time(_subject: Subject, when: Mapping[str, Any], _by: User) -> dict[str, Any]:
    every = str(when.get("every", ""))
    if every not in EVERY:
        raise Invalid({"every": str(NOT_OFFERED)})
    made: dict[str, Any] = {"every": every, "at": _clock(when)}
    if every != "day":
        made["day"] = _number(when, "day", 1, 7 if every == "week" else LAST_DAY)
    return made


def _date(subject: Subject, when: Mapping[str, Any], by: User) -> dict[str, Any]:
    column, way = str(when.get("column", "")), str(when.get("way", ""))
    if column not in dated(subject, by):
        raise Invalid({"column": str(NOT_OFFERED)})
    if way not in WAYS:
        raise Invalid({"way": str(NOT_OFFERED)})
    days = _number(when, "days", 0, MOST_DAYS)
    return {"column": column, "way": way, "days": days, "at": _clock(when)}


_CHECKS = {
    Kind.EVENT: _event,
    Kind.FIELD: _field,
    Kind.VIEW: _view,
    Kind.TIME: _time,
    Kind.DATE: _date,
}


def _clock(when: Mapping[str, Any]) -> str:
    text = str(when.get("at", ""))[:5]
    if not CLOCK.fullmatch(text):
        raise Invalid({"at": str(NOT_A_TIME)})
    return text


def _number(when: Mapping[str, Any], name: str, least: int, most: int) -> int:
    text = str(when.get(name, ""))
    if not (text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most):
        words = {"least": least, "most": most}
        raise Invalid({name: str(_("Enter a whole number from %(least)s to %(most)s.") % words)})
    return int(text)


def next_time(kind: str, when: Mapping[str, Any], zone: str, *, after: datetime) -> datetime | None:
    """Return when the clock comes to an automation next, in its owner's time zone; None where it does not."""
    if kind not in {Kind.TIME, Kind.DATE}:
        return None
    local = after.astimezone(ZoneInfo(zone))
    day = local.date()
    while True:
        due = datetime.combine(day, time.fromisoformat(when["at"]), local.tzinfo)
        if due > after and _is_day(when, day):
            return due.astimezone(ZoneInfo("UTC"))
        day += timedelta(days=1)


def _is_day(when: Mapping[str, Any], day: date) -> bool:
    every = when.get("every", "day")
    if every == "week":
        return day.isoweekday() == int(when["day"])
    return every != "month" or day.day == int(when["day"])


def counted_day(when: Mapping[str, Any], today: date) -> date:
    """Return the day that the date of a record must be, for its turn to come today."""
    days = timedelta(days=int(when["days"]))
    return today - days if when["way"] == "after" else today + days


def knows(subject: Subject, user: User, name: str) -> bool:
    """Tell whether a column still exists for a user."""
    try:
        subject.spec.column(name, user)
    except UnknownFilter:
        return False
    return True


def may_automate(user: User) -> bool:
    """Tell whether a user may set up automations."""
    return may(user, "core.manage_automations")
