"""Automations at work: woken by events, by views that are entered, by the clock; each record is one action of its owner."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.automation import posting, preparing, running
from rapport.core.automation.actions import run_automation, stop_automation, tell_owner
from rapport.core.automation.events import (
    AutomationEdited,
    AutomationMailWritten,
    AutomationTurnedOn,
)
from rapport.core.automation.models import Automation, Kind, Outcome, StopReason
from rapport.core.automation.queries import hers
from rapport.core.company.adapters import letter_to
from rapport.core.company.queries import mail_is_set_up
from rapport.core.errors import RapportError
from rapport.core.events.reactions import RETRY, every, on
from rapport.core.outgoing import leases
from rapport.core.outgoing.adapters import Line, message_id
from rapport.core.users.events import UserLeft

TURNS = 10  # before others that wait for a thread come to theirs
MOST = 500  # mails, likewise
log = logging.getLogger(__name__)


@app.task(name="rapport.core.automation.jobs.wake", queue="default", retry=RETRY)
def wake(event_id: int) -> None:
    """Note whose turn it is by an event."""
    for automation_id in preparing.wake(event_id, at=timezone.now()):
        call(automation_id)


@app.task(name="rapport.core.automation.jobs.work", queue="automation", retry=RETRY)
def work(automation_id: int) -> None:
    """Go through the records that wait, some at a time, with the rights and in the language of the owner."""
    automation = Automation.objects.select_related("owner").filter(pk=automation_id).first()
    if automation is None:
        return
    owner = automation.owner
    with translation.override(owner.language), timezone.override(ZoneInfo(owner.timezone)):
        for _turn in range(TURNS):
            at = timezone.now()
            if hold(automation, at=at):
                return
            run_ids = running.next_runs(automation, at=at)
            if not run_ids:
                return
            do(automation, run_ids, at=at)
    call(automation_id)


def hold(automation: Automation, *, at: datetime) -> bool:
    """Hold an automation that acts too often, and say so to its owner once."""
    until = running.hold_if_too_fast(automation, at=at)
    if until is None:
        return running.held_until(automation.pk, at=at) is not None
    _say(automation, "automation_held", f"automation {automation.pk} held {until}", at=at)
    call(automation.pk, at=until)
    return True


def do(automation: Automation, run_ids: Sequence[int], *, at: datetime) -> None:
    """Do what is to be done with some records; in halves where something goes wrong, until it is known with which.

    What went wrong stands in the log, and the owner is told of it once a day.
    """
    try:
        runs = run_automation(run_ids, by=automation.owner, at=at)
        wrong = any(run.outcome == Outcome.ERROR for run in runs)
    except (OperationalError, InterfaceError):
        raise  # the database went away: the job is taken up again
    except Exception as error:
        if len(run_ids) > 1:
            middle = len(run_ids) // 2
            do(automation, run_ids[:middle], at=at)
            do(automation, run_ids[middle:], at=at)
            return
        reason = _("Something unexpected happened. Nothing was changed.")
        if isinstance(error, RapportError):
            reason = error.sentence()
        else:
            log.exception("automation run %s", run_ids)
        wrong = running.fail(run_ids[0], at=at, reason=reason)
    if wrong:
        once = f"automation {automation.pk} failed {at.date()}"
        _say(automation, "automation_failed", once, at=at)


def _say(automation: Automation, kind: str, once: str, *, at: datetime) -> None:
    tell_owner(automation.pk, by=system(), at=at, kind=kind, once=once)


def call(automation_id: int, *, at: datetime | None = None) -> None:
    """Queue the work of an automation, now or at a time; once for the same time."""
    lock = f"automation {automation_id} {at.isoformat() if at else 'now'}"
    try:
        with transaction.atomic():
            work.configure(queueing_lock=lock, schedule_at=at).defer(automation_id=automation_id)
    except AlreadyEnqueued:
        return


@on(AutomationTurnedOn)
def begin(event: AutomationTurnedOn, *, by: User, at: datetime) -> None:
    """Look at once who is in the view."""
    _look(event.automation_id, at=at)


@on(AutomationEdited)
def go_on(event: AutomationEdited, *, by: User, at: datetime) -> None:
    """Go on with what waited."""
    call(event.automation_id)


@on(UserLeft)
def stop_hers(event: UserLeft, *, by: User, at: datetime) -> None:
    """Turn off what acted with the rights of a colleague who left."""
    for automation_id in hers(event.user_id):
        stop_automation(automation_id, by=system(), at=at, reason=StopReason.LEFT)


@every("*/5 * * * *")
def look_into_views(*, by: User, at: datetime) -> None:
    """Look who entered the views."""
    for automation_id in preparing.looking():
        _look(automation_id, at=at)


def _look(automation_id: int, *, at: datetime) -> None:
    kind = Automation.objects.filter(pk=automation_id).values_list("kind", flat=True).first()
    if kind == Kind.VIEW:
        _go(automation_id, preparing.look(automation_id, at=at), at=at)


@every("* * * * *")
def keep_time(*, by: User, at: datetime) -> None:
    """Begin what the clock has come to, and take up what a killed worker left behind."""
    now = timezone.now()
    preparing.set_clocks(at=now)
    for automation_id in preparing.due(at=now):
        _go(automation_id, preparing.begin_round(automation_id, at=now), at=now)
    for automation_id in running.with_work(at=now):
        call(automation_id)


def _go(automation_id: int, reason: StopReason | None, *, at: datetime) -> None:
    if reason:
        stop_automation(automation_id, by=system(), at=at, reason=reason)
    else:
        call(automation_id)


@on(AutomationMailWritten, queue="mail")
def post_written(event: AutomationMailWritten, *, by: User, at: datetime) -> None:
    """Send what an automation just wrote to colleagues."""
    post_mails(by=by, at=at)


@every("* * * * *", queue="mail")
def post_mails(*, by: User, at: datetime) -> None:
    """Send mails to colleagues that are due, until the server takes none; which the log says."""
    posting.settle(at=timezone.now())
    if not mail_is_set_up():
        return
    with Line() as line:
        for _turn in range(MOST):
            if not post_next(line):
                return


def post_next(line: Line) -> bool:
    """Send the mail that is due longest; tell whether to go on with the next."""
    mail = posting.claim(at=timezone.now())
    if mail is None:
        return False
    words = {"text": mail.text, "links": mail.links}
    letter = letter_to(mail.user, "core/automation/letter.txt", mail.title, words)
    letter.extra_headers["Message-ID"] = message_id(mail.key)
    try:
        answer = line.deliver(letter, lambda: leases.begin_sending(mail, at=timezone.now()))
    except leases.LeaseLost:
        return True
    posting.record(mail, answer, at=timezone.now())
    return answer.is_plain


@every("23 4 * * *")
def forget(*, by: User, at: datetime) -> None:
    """Keep the log for thirty days."""
    running.forget_old(at=at)
    posting.forget_old(at=at)
