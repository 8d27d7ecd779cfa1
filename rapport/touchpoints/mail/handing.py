"""The steps of a mail: claim, hand over outside any transaction, record. Killed between them, nobody gets it twice."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.events.actions import publish
from rapport.core.outgoing import leases
from rapport.core.outgoing.leases import MAIL
from rapport.core.outgoing.ports import Answer
from rapport.customers.consent.queries import may_use
from rapport.touchpoints.interactions.details import Details
from rapport.touchpoints.interactions.models import Channel, Direction
from rapport.touchpoints.interactions.noting import note_interaction
from rapport.touchpoints.mail.events import MailFailed, MailSent
from rapport.touchpoints.mail.models import Halt, MailState, OutgoingMail


def settle(*, at: datetime) -> int:
    """Say of mails whose sender was killed while the server took them that they may have gone; return how many."""
    return leases.settle(OutgoingMail.objects.all(), at=at)


@transaction.atomic
def claim(*, at: datetime) -> OutgoingMail | None:
    """Take the mail that is due longest, for a while; None when none is."""
    rows = OutgoingMail.objects.select_related("party", "sender", "contact_point")
    mail = leases.next_due(rows, at=at)
    if mail is not None:
        leases.claim(mail, at=at)
    return mail


def hindrance(mail: OutgoingMail) -> str:
    """Return why a mail may not go out now, empty when it may: what was allowed when it was written may not be any more."""
    if mail.party.is_trashed:
        return Halt.TRASHED
    if not mail.sender.is_active:
        return Halt.SENDER_LEFT
    verdict = may_use(mail.contact_point, mail.purpose)
    return "" if verdict.hindrance is None else verdict.hindrance.value


@action
def halt_mail(mail: OutgoingMail, why: str, *, by: User, at: datetime) -> None:
    """Note that a mail is not handed over, and why. A part of the job."""
    require(by, "touchpoints.send_mail")
    ours = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.WAITING)
    if ours.update(state=MailState.FAILED, halt=why, due_at=None, taken_until=None, ended_at=at):
        publish(MailFailed(mail_id=mail.pk, party_id=mail.party_id), by=by, at=at)


@action
def record_mail(mail: OutgoingMail, answer: Answer, *, by: User, at: datetime) -> None:
    """Note what the server said; a mail that it took stands on the customer's timeline. A part of the job."""
    require(by, "touchpoints.send_mail")
    leases.record(mail, answer, at=at)
    if mail.state == MailState.SENT:
        details = Details(
            channel=Channel.EMAIL,
            direction=Direction.OUT,
            started_at=at,
            subject=mail.subject,
            body=mail.body,
        )
        mail.interaction = note_interaction(
            mail.party, details, staff=mail.sender, by=mail.sender, at=at
        )
        mail.save(update_fields=["interaction"])
        publish(MailSent(mail_id=mail.pk, party_id=mail.party_id), by=mail.sender, at=at)
    elif mail.state in {MailState.FAILED, MailState.UNCERTAIN}:
        publish(MailFailed(mail_id=mail.pk, party_id=mail.party_id), by=mail.sender, at=at)


def is_spent(mail: OutgoingMail) -> bool:
    """Tell whether enough attempts were made: whoever had it was killed each time."""
    return MAIL.is_spent(mail.attempts - 1)
