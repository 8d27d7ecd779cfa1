"""Reading a mailbox: what its server shows goes into the ledger first, then each message is fetched and kept.

Nothing waits for the server inside a transaction. Killed anywhere, the next run goes on with the lines that wait.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import DatabaseError

from rapport.core.access.models import User
from rapport.core.errors import RapportError, Unreachable
from rapport.touchpoints.mailboxes import reading
from rapport.touchpoints.mailboxes.models import Mailbox, MailboxEntry, MailboxFolder, Skip
from rapport.touchpoints.mailboxes.ports import Fetched, Head, MailSource
from rapport.touchpoints.messages.keeping import LARGEST, Arrival, keep_message, skip
from rapport.touchpoints.messages.matching import our_addresses
from rapport.touchpoints.messages.models import MailMessage
from rapport.touchpoints.messages.parsing import parse

log = logging.getLogger(__name__)
HEADS, MOST, AT_ONCE = 200, 2_000, 4_000_000
Clock = Callable[[], datetime]
Opening = Callable[[Mailbox], MailSource]


def read_mailbox(mailbox_id: int, open_source: Opening, *, by: User, now: Clock) -> bool:
    """Read what is new in a mailbox; tell whether more waits. Somebody else at it, or a pause, is no failure."""
    mailbox = reading.claim(mailbox_id, at=now())
    if mailbox is None:
        return False
    source: MailSource | None = None
    try:
        source = open_source(mailbox)
        reading.note_folders(mailbox, source.folders(), at=now())
        is_done = _read_folders(mailbox, source, by=by, now=now)
        full = source.fullness()
    except Unreachable as error:
        reading.note_failure(mailbox, error.sentence(), by=by, at=now())
        return False
    finally:
        if source is not None:
            source.close()
    reading.note_read(mailbox, by=by, at=now(), full=full)
    return not is_done


def _read_folders(mailbox: Mailbox, source: MailSource, *, by: User, now: Clock) -> bool:
    """Read the chosen folders; tell whether their end was reached."""
    ours, left = our_addresses(), MOST
    for folder in mailbox.folders.filter(is_read=True, gone_at=None).order_by("pk"):
        if source.open(folder.name) != folder.numbering:
            continue  # numbered anew since it was listed: the next run sees it so
        _see(folder, source, now=now)
        while left > 0:
            entries = reading.waiting(folder, min(HEADS, left))
            if not entries:
                break
            left -= len(entries)
            _take(mailbox, entries, source, ours, by=by, now=now)
            reading.hold(mailbox, at=now())
        else:
            return False
    return True


def _see(folder: MailboxFolder, source: MailSource, *, now: Clock) -> None:
    """Write lines for what is new; where the counts differ then, for everything that the server has."""
    reading.note_seen(folder, source.uids(folder.last_uid), at=now())
    here = MailboxEntry.objects.filter(folder=folder, numbering=folder.numbering or 0, gone_at=None)
    if here.count() != folder.on_server:
        reading.note_present(folder, source.uids(), at=now())


def _take(
    mailbox: Mailbox,
    entries: Sequence[MailboxEntry],
    source: MailSource,
    ours: frozenset[str],
    *,
    by: User,
    now: Clock,
) -> None:
    by_uid = {entry.uid: entry for entry in entries}
    heads = source.heads(list(by_uid))
    wanted = []
    for uid in by_uid.keys() - {head.uid for head in heads}:
        skip(by_uid[uid], Skip.VANISHED)
    known = _known(mailbox, heads)
    for head in heads:
        if reason := _needless(head):
            skip(by_uid[head.uid], reason)
        elif (head.message_id, head.size) in known:
            skip(by_uid[head.uid], Skip.TWICE, message=known[head.message_id, head.size])
        else:
            wanted.append(head)
    for some in _portions(wanted):
        found = {fetched.uid for fetched in _kept(mailbox, some, by_uid, source, ours, by, now)}
        for head in some:
            if head.uid not in found:
                skip(by_uid[head.uid], Skip.VANISHED)


def _needless(head: Head) -> Skip | None:
    if head.is_deleted:
        return Skip.DELETED
    if head.is_draft:
        return Skip.DRAFT
    return Skip.TOO_LARGE if head.size > LARGEST else None


def _known(mailbox: Mailbox, heads: Sequence[Head]) -> dict[tuple[str, int], MailMessage]:
    """Return what is stored already by Message-ID and size: a moved mail needs not be fetched again."""
    ids = [head.message_id for head in heads if head.message_id]
    rows = MailMessage.objects.filter(mailbox=mailbox, key__in=ids).only("pk", "key", "size")
    return {(row.key, row.size): row for row in rows}


def _portions(heads: Sequence[Head]) -> Iterator[list[Head]]:
    """Yield as many messages as are fetched in one command, so that memory stays bounded however large they are."""
    some: list[Head] = []
    for head in heads:
        if some and sum(one.size for one in some) + head.size > AT_ONCE:
            yield some
            some = []
        some.append(head)
    if some:
        yield some


def _kept(
    mailbox: Mailbox,
    heads: Sequence[Head],
    by_uid: dict[int, MailboxEntry],
    source: MailSource,
    ours: frozenset[str],
    by: User,
    now: Clock,
) -> Iterator[Fetched]:
    """Fetch messages and keep each in a transaction of its own; one that cannot be kept holds up no other."""
    for fetched in source.fetch([head.uid for head in heads]):
        entry = by_uid[fetched.uid]
        arrival = Arrival(fetched.raw, parse(fetched.raw), fetched.received_at or now(), ours)
        try:
            keep_message(entry, arrival, mailbox, by=by, at=now())
        except (RapportError, DatabaseError, ValueError) as error:
            log.exception("message %s of folder %s was not kept", entry.uid, entry.folder_id)
            said = error.sentence() if isinstance(error, RapportError) else type(error).__name__
            reading.note_stuck(entry, said)
        yield fetched
