"""Mails go out ten seconds after they were written, and once a minute what has to wait for the server."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.company.queries import mail_is_set_up
from rapport.core.events.reactions import RETRY, every, on
from rapport.core.outgoing import leases
from rapport.core.outgoing.adapters import Line
from rapport.core.outgoing.ports import Answer, Outcome
from rapport.touchpoints.mail import handing
from rapport.touchpoints.mail.actions import HELD
from rapport.touchpoints.mail.adapters import compose
from rapport.touchpoints.mail.events import MailsWritten, MailWritten

QUEUE = "mail"
MOST = 500  # mails before others waiting for a thread come to theirs


def now() -> datetime:
    """Return the moment; a run may last longer than the minute it was due in."""
    return datetime.now(tz=UTC)


@app.task(name="rapport.touchpoints.mail.jobs.post", queue=QUEUE, retry=RETRY)
def post() -> None:
    """Hand over what is due, one mail after the other through one conversation, until the server takes none."""
    handing.settle(at=now())
    if not mail_is_set_up():
        return
    by = system()
    with Line() as line:
        for _turn in range(MOST):
            if not post_next(line, by=by):
                return
    call()


def post_next(line: Line, *, by: User) -> bool:
    """Hand over the mail that is due longest; tell whether to go on with the next."""
    mail = handing.claim(at=now())
    if mail is None:
        return False
    if why := handing.hindrance(mail):
        handing.halt_mail(mail, why, by=by, at=now())
        return True
    if handing.is_spent(mail):
        handing.record_mail(mail, Answer(Outcome.REFUSED, mail.failure), by=by, at=now())
        return True
    try:
        answer = line.deliver(compose(mail), lambda: leases.begin_sending(mail, at=now()))
    except leases.LeaseLost:
        return True
    handing.record_mail(mail, answer, by=by, at=now())
    return answer.is_plain


def call(*, at: datetime | None = None) -> None:
    """Queue the handing over, now or at a time; once for the same second."""
    lock = f"mail {at.replace(microsecond=0).isoformat() if at else 'now'}"
    try:
        with transaction.atomic():
            post.configure(queueing_lock=lock, schedule_at=at).defer()
    except AlreadyEnqueued:
        return


@every("* * * * *", queue=QUEUE)
def post_waiting(*, by: User, at: datetime) -> None:
    """Take up what waited for the server, and what a killed worker left behind."""
    post()


@on(MailWritten, queue=QUEUE)
def post_soon(event: MailWritten, *, by: User, at: datetime) -> None:
    """Hand over a mail once it can no longer be taken back."""
    call(at=at + HELD)


@on(MailsWritten, queue=QUEUE)
def post_many_soon(event: MailsWritten, *, by: User, at: datetime) -> None:
    """Hand over mails once they can no longer be taken back."""
    call(at=at + HELD)
