"""What people ask about their data: noted when it comes, answered or refused before the law's day, the owner reminded."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.notifications.actions import notify
from rapport.customers.consent.actions import UnknownSource
from rapport.customers.consent.models import Source
from rapport.customers.parties.models import Party
from rapport.customers.privacy.events import PrivacyRequestClosed, PrivacyRequestLogged
from rapport.customers.privacy.models import (
    Law,
    PrivacyRequest,
    RequestKind,
    RequestState,
    due_on,
)

SOON = timedelta(days=5)


class UnknownKind(Invalid):
    """Choose what the person asks for."""


class UnknownLaw(Invalid):
    """Choose the law under which the person asks."""


class NotReceivedYet(Invalid):
    """The day on which it came lies in the future."""


class NoAnswer(Invalid):
    """Say what was answered. A refusal needs its reason: the person may complain."""


class NoIdentity(Invalid):
    """Say how you know that it is this person. Data must not go to somebody else."""


class AnsweredAlready(Conflict):
    """This request was answered already."""


@action
def log_privacy_request(
    person_id: int,
    *,
    by: User,
    at: datetime,
    kind: str,
    law: str,
    source: str,
    received_on: date | None = None,
    identity: str = "",
    note: str = "",
) -> PrivacyRequest:
    """Note that a person asks about her data; whoever notes it answers it, by the day that the law sets."""
    party = require_row(by, "customers.log_privacy_request", Party, person_id)
    if not party.is_person:
        raise Missing
    today = at.astimezone(ZoneInfo(by.timezone)).date()
    day = received_on or today
    _check(kind, law, source, day, today)
    asked = PrivacyRequest.objects.create(
        party=party,
        kind=kind,
        law=law,
        source=source,
        received_on=day,
        due_on=due_on(law, day),
        identity=identity.strip()[:200],
        note=note.strip(),
        owner=by,
    )
    publish(PrivacyRequestLogged(request_id=asked.pk, party_id=party.pk, kind=kind), by=by, at=at)
    return asked


def _check(kind: str, law: str, source: str, day: date, today: date) -> None:
    wrong: dict[str, Invalid] = {}
    if kind not in RequestKind.values:
        wrong["kind"] = UnknownKind()
    if law not in Law.values:
        wrong["law"] = UnknownLaw()
    if source not in Source.values:
        wrong["source"] = UnknownSource()
    if day > today:
        wrong["received_on"] = NotReceivedYet()
    if wrong:
        raise Invalid(fields={name: error.sentence() for name, error in wrong.items()})


@action
def close_privacy_request(
    request_id: int,
    *,
    by: User,
    at: datetime,
    state: str,
    answer: str,
    identity: str = "",
) -> PrivacyRequest:
    """Note what was answered, or why it was refused. Errors: AnsweredAlready, NoAnswer, NoIdentity."""
    asked = require_row(by, "customers.close_privacy_request", PrivacyRequest, request_id)
    if not asked.is_open:
        raise AnsweredAlready
    asked.identity = identity.strip()[:200] or asked.identity
    asked.state = RequestState.REFUSED if state == RequestState.REFUSED else RequestState.DONE
    if not answer.strip():
        raise NoAnswer(fields={"answer": NoAnswer().sentence()})
    if asked.state == RequestState.DONE and not asked.identity:
        raise NoIdentity(fields={"identity": NoIdentity().sentence()})
    asked.answer, asked.closed_at = answer.strip(), at
    asked.save(update_fields=["identity", "state", "answer", "closed_at"])
    told = PrivacyRequestClosed(request_id=asked.pk, party_id=asked.party_id, state=asked.state)
    publish(told, by=by, at=at)
    return asked


@action
def remind_of_requests(*, by: User, at: datetime) -> int:
    """Remind whoever answers of what is due within five days, and again on the day it is late; return of how many."""
    require(by, "customers.close_privacy_request")
    open_ones = PrivacyRequest.objects.filter(state=RequestState.OPEN, due_on__lte=at.date() + SOON)
    due = list(open_ones.select_related("party").order_by("due_on", "id"))
    for asked in due:
        late = asked.due_on < at.date()
        notify(
            [asked.owner_id],
            "privacy_request_late" if late else "privacy_request_due",
            {"name": asked.party.display_name, "day": asked.due_on.isoformat()},
            sender=by,
            at=at,
            link=reverse("privacy:open", args=[asked.party_id]),
            party_id=asked.party_id,
            once=f"privacy_request:{asked.pk}:{'late' if late else 'due'}",
        )
    return len(due)
