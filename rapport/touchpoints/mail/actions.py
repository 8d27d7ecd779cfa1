"""Writing mails to customers, cancelling them while they wait, sending again what did not go out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from rapport.core.access.actions import require_ids, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.company.queries import mail_is_set_up
from rapport.core.errors import Conflict, Missing
from rapport.core.events.actions import publish
from rapport.customers.consent.queries import Verdict, may_contact, may_use
from rapport.customers.contactpoints.models import Channel, ContactPoint
from rapport.customers.parties.editing import require_party
from rapport.customers.parties.models import Party
from rapport.touchpoints.mail import drafts
from rapport.touchpoints.mail.drafts import Draft, Ready
from rapport.touchpoints.mail.events import (
    MailCancelled,
    MailsCancelled,
    MailsWritten,
    MailWritten,
)
from rapport.touchpoints.mail.facts import facts_of
from rapport.touchpoints.mail.models import MailState, OutgoingMail

HELD = timedelta(seconds=10)  # for so long a mail waits, so that it can be taken back


class NoServerYet(Conflict):
    """No mail server is set up. An administrator can enter one under Settings, Mail."""


class NotToBeMailed(Conflict):
    """No mail may go to this customer."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__()

    def sentence(self) -> str:
        """Return why."""
        return self.why


class GoneAlready(Conflict):
    """This mail can no longer be cancelled: it has gone out, or is going out right now."""


class NothingToSendAgain(Conflict):
    """This mail waits already, or has gone out."""


@action
def write_mail(
    party_id: int, draft: Draft, *, by: User, at: datetime, contact_point_id: int | None = None
) -> OutgoingMail:
    """Write a mail to a customer; it goes out in ten seconds. Without a contact point the first one that may be used counts.

    Errors: Invalid with its fields, NoServerYet, NotToBeMailed.
    """
    party = require_party(by, "touchpoints.write_mail", party_id)
    drafts.check(draft)
    if not mail_is_set_up():
        raise NoServerYet
    verdict = _verdict(party, draft.purpose, contact_point_id)
    if not verdict.allowed or verdict.contact_point is None:
        raise NotToBeMailed(str(verdict.reason))
    facts = facts_of([party.pk], sender=by)[party.pk]
    if why := drafts.lacks(draft, facts):
        raise NotToBeMailed(why)
    ready = drafts.merge(party.pk, verdict.contact_point, draft, facts)
    mail = _mail(ready, draft.purpose, by, at)
    mail.save(force_insert=True)
    publish(MailWritten(mail_id=mail.pk, party_id=party.pk), by=by, at=at)
    return mail


def _verdict(party: Party, purpose: str, contact_point_id: int | None) -> Verdict:
    if contact_point_id is None:
        return may_contact(party.pk, Channel.EMAIL, purpose)
    points = ContactPoint.objects.kept().filter(party=party, channel=Channel.EMAIL)
    point = points.filter(pk=contact_point_id).first()
    if point is None:
        raise Missing
    return may_use(point, purpose)


@action
def write_mails(
    party_ids: Sequence[int], draft: Draft, *, by: User, at: datetime, batch: UUID
) -> list[int]:
    """Write the same to many customers, to each address of a batch once; return to whom. The others are left out.

    Errors: as `write_mail`, for the draft; Missing and NotAllowed.
    """
    ids = require_ids(by, "touchpoints.write_mail", Party, party_ids)
    drafts.check(draft)
    if not mail_is_set_up():
        raise NoServerYet
    ready, _left = drafts.sort_out(ids, draft, sender=by, batch=batch)
    mails = [_mail(one, draft.purpose, by, at, batch) for one in ready]
    OutgoingMail.objects.bulk_create(mails, batch_size=1_000)
    written = [one.party_id for one in ready]
    if written:
        publish(MailsWritten(party_ids=written), by=by, at=at)
    return written


def _mail(
    ready: Ready, purpose: str, by: User, at: datetime, batch: UUID | None = None
) -> OutgoingMail:
    return OutgoingMail(
        party_id=ready.party_id,
        contact_point=ready.point,
        address=ready.point.normalized,
        sender=by,
        purpose=purpose,
        subject=ready.subject,
        body=ready.body,
        batch=batch,
        due_at=at + HELD,
    )


@action
def cancel_mail(mail_id: int, *, by: User, at: datetime) -> OutgoingMail:
    """Stop a mail that has not gone out. Errors: GoneAlready."""
    mail = require_row(by, "touchpoints.cancel_mail", OutgoingMail, mail_id)
    if not mail.can_be_cancelled:
        raise GoneAlready
    mail.state, mail.due_at, mail.taken_until, mail.ended_at = MailState.CANCELLED, None, None, at
    mail.save(update_fields=["state", "due_at", "taken_until", "ended_at"])
    publish(MailCancelled(mail_id=mail.pk, party_id=mail.party_id), by=by, at=at)
    return mail


@action
def cancel_mails(mail_ids: Sequence[int], *, by: User, at: datetime) -> list[int]:
    """Stop all of these mails that have not gone out; return which."""
    ids = require_ids(by, "touchpoints.cancel_mail", OutgoingMail, mail_ids)
    waiting = OutgoingMail.objects.waiting().filter(pk__in=ids)
    found = dict(waiting.values_list("pk", "party_id"))
    OutgoingMail.objects.filter(pk__in=list(found)).update(
        state=MailState.CANCELLED, due_at=None, taken_until=None, ended_at=at
    )
    if found:
        told = MailsCancelled(party_ids=sorted(set(found.values())))
        publish(told, by=by, at=at)
    return list(found)


@action
def send_mail(mail_id: int, *, by: User, at: datetime) -> OutgoingMail:
    """Try anew to send what did not go out; consent is asked again. Errors: NothingToSendAgain."""
    mail = require_row(by, "touchpoints.send_mail", OutgoingMail, mail_id)
    if not mail.can_be_sent_again:
        raise NothingToSendAgain
    _queue_again([mail.pk], at)
    publish(MailWritten(mail_id=mail.pk, party_id=mail.party_id), by=by, at=at)
    mail.refresh_from_db()
    return mail


@action
def send_mails(mail_ids: Sequence[int], *, by: User, at: datetime) -> list[int]:
    """Try anew to send all of these that failed; those that may have gone are left, for each needs a look of its own."""
    ids = require_ids(by, "touchpoints.send_mail", OutgoingMail, mail_ids)
    failed = OutgoingMail.objects.filter(pk__in=ids, state=MailState.FAILED)
    found = dict(failed.values_list("pk", "party_id"))
    _queue_again(list(found), at)
    if found:
        publish(MailsWritten(party_ids=sorted(set(found.values()))), by=by, at=at)
    return list(found)


def _queue_again(mail_ids: Collection[int], at: datetime) -> None:
    OutgoingMail.objects.filter(pk__in=mail_ids).update(
        state=MailState.WAITING, due_at=at, attempts=0, halt="", failure="", ended_at=None
    )
