"""What an automation would have done of late, or would do now: told before it is turned on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _, ngettext

from rapport.core.access.models import User
from rapport.core.automation.models import Automation, Kind
from rapport.core.automation.preparing import matching, met
from rapport.core.automation.steps import step_of
from rapport.core.automation.subjects import Case, Subject, subject_of
from rapport.core.automation.triggers import counted_day
from rapport.core.errors import Invalid, RapportError
from rapport.core.events.models import EventRow
from rapport.core.lists.operators import condition
from rapport.core.lists.spec import Rows, count_up_to
from rapport.core.pages.formats import number
from rapport.core.records import keys

BACK = timedelta(days=30)
MOST_EVENTS = 2_000
MOST = 10_000
SAMPLE = 5


class NotSaidWhen(Invalid):
    """Say first when it acts."""


Turn = tuple[int, datetime | None]


@dataclass(frozen=True)
class Sample:
    """A record it would act on: its name and address, when that was, and what would stand in the way."""

    name: str
    address: str
    at: datetime | None
    blocked: str


@dataclass(frozen=True)
class Outlook:
    """How many records, in a sentence, and the first of them."""

    count: int
    said: str
    samples: list[Sample]


def outlook(automation: Automation, reader: User, *, at: datetime) -> Outlook:
    """Return what an automation would do with this reader's rights. Errors: Invalid when its filters cannot be read."""
    automation.owner = reader
    if not automation.kind:
        raise NotSaidWhen
    subject = subject_of(automation.list_name)
    if automation.kind in {Kind.EVENT, Kind.FIELD}:
        found, is_more = _past(automation, subject, at)
        words = {"n": f"{number(len(found))}+" if is_more else number(len(found))}
        said = ngettext(
            "Within the last 30 days it would have acted %(n)s time.",
            "Within the last 30 days it would have acted %(n)s times.",
            len(found),
        )
        said = said if found else _("Within the last 30 days it would not have acted.")
        return Outlook(len(found), said % words, _samples(automation, subject, found[:SAMPLE], at))
    rows = _present(automation, subject, at)
    count = count_up_to(rows, MOST)
    words = {"n": f"{number(MOST)}+" if count > MOST else number(count)}
    said = _SAID[Kind(automation.kind)](count)
    first: list[Turn] = [
        (pk, None) for pk in rows.order_by("pk").values_list("pk", flat=True)[:SAMPLE]
    ]
    return Outlook(count, said % words, _samples(automation, subject, first, at))


_SAID: dict[Kind, Callable[[int], str]] = {
    Kind.VIEW: lambda n: ngettext("%(n)s record is in it now.", "%(n)s records are in it now.", n),
    Kind.TIME: lambda n: ngettext("%(n)s record matches now.", "%(n)s records match now.", n),
    Kind.DATE: lambda n: ngettext(
        "Within the last 30 days it would have acted on %(n)s record.",
        "Within the last 30 days it would have acted on %(n)s records.",
        n,
    ),
}


def _past(automation: Automation, subject: Subject, at: datetime) -> tuple[list[Turn], bool]:
    """Return the records and times of the last events that would have woken it, as the records stand now."""
    told = EventRow.objects.filter(name__in=automation.events, happened_at__gt=at - BACK)
    events = list(told.order_by("-id")[: MOST_EVENTS + 1])
    is_more, events = len(events) > MOST_EVENTS, events[:MOST_EVENTS]
    about = met(automation, events)
    ids = sorted({pk for found in about.values() for pk in found})
    rows = matching(subject.spec, automation.owner, automation.query)
    kept = set(rows.filter(pk__any=keys(ids)).values_list("pk", flat=True)) if ids else set()
    found: list[Turn] = [
        (pk, event.happened_at) for event in events for pk in about.get(event.pk, []) if pk in kept
    ]
    return found, is_more


def _present(automation: Automation, subject: Subject, at: datetime) -> Rows:
    """Return the records that are in its view, match, or had their day within the last 30."""
    user, spec = automation.owner, subject.spec
    rows = matching(spec, user, automation.query)
    if automation.kind == Kind.VIEW:
        query = automation.view.query if automation.view else ""
        return rows.filter(pk__in=matching(spec, user, query).order_by().values("pk"))
    if automation.kind == Kind.DATE:
        today = at.astimezone(ZoneInfo(user.timezone)).date()
        column = spec.column(automation.when["column"], user)
        first = counted_day(automation.when, today - BACK)
        last = counted_day(automation.when, today) + timedelta(days=1)
        rows = rows.filter(condition(column, "after", first.isoformat(), user))
        rows = rows.filter(condition(column, "before", last.isoformat(), user))
    return rows


def _samples(
    automation: Automation, subject: Subject, found: Sequence[Turn], at: datetime
) -> list[Sample]:
    ids = list(dict.fromkeys(pk for pk, _when in found))
    names = subject.names(automation.owner, ids)
    blocked = _blocked(automation, subject, ids, at)
    return [
        Sample(str(names.get(pk, "")), subject.address(pk), when, blocked.get(pk, ""))
        for pk, when in found
    ]


def _blocked(
    automation: Automation, subject: Subject, ids: Sequence[int], at: datetime
) -> dict[int, str]:
    """Return the first reason for which a step could not be done with each record."""
    user, found = automation.owner, dict[int, str]()
    for place, one in enumerate(automation.steps):
        case = Case(
            subject=subject,
            ids=ids,
            automation=automation,
            runs={},
            place=place,
            by=user,
            at=at,
        )
        try:
            blocked = step_of(subject, one["do"], user).blocked(case, one["values"])
        except RapportError as error:
            blocked = dict.fromkeys(ids, error.sentence())
        found = {**blocked, **found}
    return found
