"""Delivery reports: the mail that came back, and the address that leads nowhere."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.events.actions import publish
from rapport.customers.contactpoints.actions import bounce_contact_point
from rapport.customers.contactpoints.models import Channel, ContactPoint
from rapport.touchpoints.interactions.models import Direction
from rapport.touchpoints.mail.events import MailBounced
from rapport.touchpoints.mail.models import MailState, OutgoingMail
from rapport.touchpoints.mailboxes.models import Mailbox
from rapport.touchpoints.messages.matching import Match, normal
from rapport.touchpoints.messages.models import MailMessage, Why
from rapport.touchpoints.messages.nature import Bounce, bounce_of
from rapport.touchpoints.messages.parsing import Parsed
from rapport.touchpoints.messages.threading import written_here


def take_bounce(mailbox: Mailbox, mail: Parsed, *, by: User, at: datetime) -> list[Match]:
    """Note a delivery report about a mail of ours; return whose address it is about.

    Only a mail that we sent can come back: a report about another is kept, but believed in nothing.
    """
    report = bounce_of(mail)
    ours = written_here(report.about)
    if ours is not None:
        return _of_outbox(ours, report, by=by, at=at)
    return _of_mailbox(mailbox, report, by=by, at=at)


def _of_outbox(ours: OutgoingMail, report: Bounce, *, by: User, at: datetime) -> list[Match]:
    told = {normal(one) for one in report.permanent}
    # A report may name the address to which the mail was forwarded: with one recipient it is about that one anyway.
    is_final = bool(told) or (not report.temporary and bool(report.reason))
    if is_final and ours.state in {MailState.SENT, MailState.UNCERTAIN}:
        ours.state, ours.failure = MailState.BOUNCED, report.reason[:2000]
        ours.save(update_fields=["state", "failure"])
        publish(MailBounced(mail_id=ours.pk, party_id=ours.party_id), by=by, at=at)
    if is_final and ours.contact_point.removed_at is None:
        _mark(ours.contact_point, report.reason, by=by, at=at)
    return [Match(ours.party_id, ours.address, Why.ADDRESS)]


def _of_mailbox(mailbox: Mailbox, report: Bounce, *, by: User, at: datetime) -> list[Match]:
    sent = MailMessage.objects.filter(
        mailbox=mailbox, direction=Direction.OUT, key__in=list(report.about)
    )
    written_to = {normal(one["address"]) for row in sent for one in [*row.to, *row.cc]}
    named = {normal(one) for one in report.permanent | report.temporary} & written_to
    points = ContactPoint.objects.kept().filter(
        channel=Channel.EMAIL, normalized__in=list(named), party__trashed_at=None
    )
    final = {normal(one) for one in report.permanent}
    found = []
    for point in points.select_related("party").order_by("pk"):
        if point.normalized in final:
            _mark(point, report.reason, by=by, at=at)
        found.append(Match(point.party_id, point.normalized, Why.ADDRESS))
    return list({one.party_id: one for one in found}.values())


def _mark(point: ContactPoint, reason: str, *, by: User, at: datetime) -> None:
    if point.bounced_at is None and not point.party.is_trashed:
        bounce_contact_point(point.party_id, point.pk, by=by, at=at, reason=reason)
