"""In which conversation a mail stands, and why: what it names as answered counts first, its subject only by strict rules."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mailboxes.models import Mailbox
from rapport.touchpoints.messages.models import Decision, MailMessage, MailThread
from rapport.touchpoints.messages.parsing import Parsed

ANSWER = r"re|aw|sv|antw|odp|réf|ref|回复|答复|回覆"
FORWARD = r"fwd?|wg|tr|转发|轉寄"
PREFIX = re.compile(
    rf"^\s*(?:\[[^\]]{{1,40}}\]\s*)?(?:({ANSWER})|{FORWARD})\s*(?:\[\d+\])?\s*[:：]\s*",
    re.IGNORECASE,
)
OWN_ID = re.compile(r"^<([0-9a-f]{32})@")
LONG = timedelta(days=30)


@dataclass(frozen=True)
class Place:
    """The conversation of a mail, None for a new one; why; and which mail that was written here it answers."""

    thread: MailThread | None
    decision: Decision
    answers: OutgoingMail | None = None


def base_of(subject: str) -> tuple[str, bool]:
    """Return a subject without what programs put before it, and whether that marks an answer."""
    is_answer = False
    while found := PREFIX.match(subject):
        is_answer = is_answer or bool(found[1])
        subject = subject[found.end() :]
    return subject.strip(), is_answer


def written_here(ids: Collection[str]) -> OutgoingMail | None:
    """Return the mail of ours that one of these Message-IDs is, if any."""
    keys = [UUID(found[1]) for one in ids if (found := OWN_ID.match(one))]
    if not keys:
        return None
    return OutgoingMail.objects.filter(key__in=keys).order_by("-pk").first()


def place_of(mailbox: Mailbox, mail: Parsed, addresses: Collection[str], *, at: datetime) -> Place:
    """Decide. `addresses` are those of the other side."""
    base, is_answer = base_of(mail.subject)
    ids = [*mail.references, mail.key]
    kin = MailMessage.objects.filter(mailbox=mailbox).filter(
        Q(key__in=mail.references) | Q(references__overlap=ids)
    )
    nearest = kin.select_related("thread").order_by("-received_at", "-pk").first()
    if nearest is not None:
        if base.casefold() == nearest.thread.subject.casefold() or not base:
            return Place(nearest.thread, Decision.REPLY, written_here(mail.references))
        return Place(None, Decision.RENAMED, written_here(mail.references))
    answers = written_here(mail.references)
    if answers is not None:
        before = MailMessage.objects.filter(mailbox=mailbox, answers=answers)
        sibling = before.select_related("thread").order_by("-pk").first()
        return Place(sibling.thread if sibling else None, Decision.OURS, answers)
    if is_answer and len(base) > 2 and not mail.references:
        thread = _by_subject(mailbox, base, addresses, at)
        if thread is not None:
            return Place(thread, Decision.SUBJECT)
    return Place(None, Decision.FIRST)


def _by_subject(
    mailbox: Mailbox, base: str, addresses: Collection[str], at: datetime
) -> MailThread | None:
    same = MailThread.objects.filter(mailbox=mailbox, subject=base, last_at__gte=at - LONG)
    with_them = Q(pk__in=[])
    for address in list(addresses)[:5]:
        with_them |= Q(messages__from_address=address)
        with_them |= Q(messages__to__contains=[{"address": address}])
    return same.filter(with_them).order_by("-last_at").first()
