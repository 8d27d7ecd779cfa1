"""Keeping a mail that was read: its bytes, its thread, its customers, its files, and the line of the ledger, all or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.events.actions import publish
from rapport.core.files import store
from rapport.core.files.actions import FileEmpty, FileRefused, FileTooLarge, keep_file
from rapport.core.files.content import clean_name
from rapport.core.files.models import Attachment, File
from rapport.touchpoints.interactions.models import Direction
from rapport.touchpoints.mailboxes.models import Mailbox, MailboxEntry, Outcome, Skip
from rapport.touchpoints.messages.bounces import take_bounce
from rapport.touchpoints.messages.events import MessageStored
from rapport.touchpoints.messages.html import safe
from rapport.touchpoints.messages.matching import match
from rapport.touchpoints.messages.models import MailMessage, MailThread, Nature
from rapport.touchpoints.messages.nature import nature_of
from rapport.touchpoints.messages.parsing import Address, Parsed
from rapport.touchpoints.messages.showing import attach
from rapport.touchpoints.messages.threading import Place, base_of, place_of, written_here

RAW = "message/rfc822"
LARGEST = 50_000_000
AHEAD = timedelta(days=1)


@dataclass(frozen=True)
class Arrival:
    """A mail on its way in: its bytes, what they say, when the server got it, and which addresses are ours."""

    raw: bytes
    mail: Parsed
    received_at: datetime
    ours: frozenset[str]

    @property
    def direction(self) -> Direction:
        """Tell whether one of us wrote it."""
        return Direction.OUT if self.mail.author.address in self.ours else Direction.IN

    @property
    def others(self) -> list[Address]:
        """Return the other side: who wrote it, or to whom one of us wrote."""
        if self.direction == Direction.IN:
            return [self.mail.author] if self.mail.author.address else []
        return [one for one in [*self.mail.to, *self.mail.cc] if one.address not in self.ours]

    @property
    def moment(self) -> datetime:
        """Return when it was in touch: as it says itself when one of us wrote it, else as our server saw it."""
        written = self.mail.written_at
        if self.direction == Direction.OUT and written and written <= self.received_at + AHEAD:
            return min(written, self.received_at)
        return self.received_at


@action
def keep_message(
    entry: MailboxEntry, arrival: Arrival, mailbox: Mailbox, *, by: User, at: datetime
) -> MailMessage | None:
    """Keep a mail, or note why not; killed before the end, nothing of it is there and it is fetched anew. A part of the job."""
    require(by, "touchpoints.connect_mailbox")
    entry = MailboxEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.outcome != Outcome.WAITING:
        return None
    mail = arrival.mail
    if reason := _needless(mailbox, arrival):
        skip(entry, reason, message=_known(mailbox, mail))
        return None
    place = place_of(mailbox, mail, [one.address for one in arrival.others], at=arrival.moment)
    nature = nature_of(mail)
    thread_id = place.thread.pk if place.thread else None
    with_whom = match(arrival.others, thread_id=thread_id) if nature != Nature.BOUNCE else []
    returned = take_bounce(mailbox, mail, by=by, at=at) if nature == Nature.BOUNCE else []
    if mailbox.only_customers and not with_whom and not returned:
        skip(entry, Skip.NO_CUSTOMER)
        return None
    message = _stored(mailbox, arrival, place, nature)
    found = [*with_whom, *returned]
    attach(message, found, arrival.moment, is_new=_is_new(mailbox, arrival), by=by, at=at)
    _keep_parts(message, mail, mailbox.owner)
    entry.outcome, entry.message, entry.failure = Outcome.STORED, message, ""
    entry.save(update_fields=["outcome", "message", "failure"])
    publish(MessageStored(message_id=message.pk, mailbox_id=mailbox.pk), by=by, at=at)
    return message


def skip(entry: MailboxEntry, reason: Skip, *, message: MailMessage | None = None) -> None:
    """Note why a message is not stored."""
    MailboxEntry.objects.filter(pk=entry.pk, outcome=Outcome.WAITING).update(
        outcome=Outcome.SKIPPED, reason=reason, message=message, failure=""
    )


def _needless(mailbox: Mailbox, arrival: Arrival) -> Skip | None:
    mail = arrival.mail
    if written_here([mail.key]) is not None:
        return Skip.SENT_HERE
    if _known(mailbox, mail) is not None:
        return Skip.TWICE
    if arrival.direction == Direction.OUT and not arrival.others:
        return Skip.INTERNAL
    return None


def _known(mailbox: Mailbox, mail: Parsed) -> MailMessage | None:
    """Return the same mail where it is stored already: the same Message-ID and the same content, or the same bytes."""
    same = MailMessage.objects.filter(mailbox=mailbox, key__in=[mail.key, _own_key(mail)])
    return same.filter(digest=mail.digest).first()


def _own_key(mail: Parsed) -> str:
    """Return the key of a mail whose Message-ID another mail bears already."""
    return f"{mail.key[:220]}#{mail.digest[:24]}"


def _stored(mailbox: Mailbox, arrival: Arrival, place: Place, nature: Nature) -> MailMessage:
    mail, at = arrival.mail, arrival.moment
    thread = place.thread or MailThread(mailbox=mailbox, subject=base_of(mail.subject)[0])
    if place.thread is None or thread.last_at < at:
        thread.last_at = at
        thread.save()
    is_taken = MailMessage.objects.filter(mailbox=mailbox, key=mail.key).exists()
    return MailMessage.objects.create(
        mailbox=mailbox,
        thread=thread,
        decision=place.decision,
        answers=place.answers,
        key=_own_key(mail) if is_taken else mail.key,
        digest=mail.digest,
        references=mail.references,
        raw=_keep_raw(arrival.raw, mail, mailbox.owner),
        size=len(arrival.raw),
        nature=nature,
        direction=arrival.direction,
        from_name=mail.author.name,
        from_address=mail.author.address,
        sender_address=mail.sender.address,
        reply_to=mail.reply_to.address,
        to=_plain(mail.to),
        cc=_plain(mail.cc),
        subject=mail.subject,
        written_at=mail.written_at,
        received_at=arrival.received_at,
        text=mail.text,
        html=safe(mail.html) if mail.html else "",
        defects=list(dict.fromkeys(mail.defects)),
    )


def _plain(addresses: list[Address]) -> list[dict[str, str]]:
    return [{"name": one.name, "address": one.address} for one in addresses]


def _keep_raw(raw: bytes, mail: Parsed, owner: User) -> File:
    """Keep every byte, whatever they are: nobody but our reader ever opens them as what they claim to be."""
    content = store.draft([raw or b"\n"], LARGEST + 1)
    if content is None:
        raise FileTooLarge(limit=LARGEST // 1_000_000)
    name = clean_name(f"{mail.subject[:80] or 'mail'}.eml").name
    file = File(
        name=name,
        size=content.size,
        content_type=RAW,
        sha256=content.sha256,
        uploaded_by=owner,
    )
    store.lock(file.sha256)
    store.write(file.path, content)
    file.save()
    return file


def _keep_parts(message: MailMessage, mail: Parsed, owner: User) -> None:
    """Attach the files of a mail; what cannot be kept is named on it and stays in its raw form."""
    shown = {part.cid for part in mail.parts if part.cid and f"cid:{part.cid}" in mail.html}
    unkept: list[str] = []
    kept: list[Attachment] = []
    for part in mail.parts:
        if part.cid in shown and part.cid:
            continue
        try:
            file = keep_file(part.name, [part.content], owner=owner)
        except (FileEmpty, FileRefused, FileTooLarge):
            unkept.append(clean_name(part.name).name)
        else:
            kept.append(Attachment(file=file, kind="message", row_id=message.pk))
    Attachment.objects.bulk_create(kept)
    if unkept:
        message.unkept = unkept
        message.save(update_fields=["unkept"])


def _is_new(mailbox: Mailbox, arrival: Arrival) -> bool:
    """Tell whether it came after the mailbox was connected: what is older is kept, but nothing follows from it."""
    return arrival.received_at >= mailbox.created_at - AHEAD
