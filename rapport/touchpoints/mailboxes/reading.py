"""What is noted while a mailbox is read: who is at it, which folders and messages the server shows, how it ended.

Everything here is repeatable: whoever is killed leaves lines that wait, and the next run goes on with them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Q

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.notifications.actions import notify
from rapport.core.outgoing import leases
from rapport.core.outgoing.leases import MAIL
from rapport.touchpoints.mailboxes.ledger import lines
from rapport.touchpoints.mailboxes.models import (
    Mailbox,
    MailboxEntry,
    MailboxFolder,
    MailboxState,
    Outcome,
    Skip,
)
from rapport.touchpoints.mailboxes.ports import FolderSeen

LEASE = timedelta(minutes=10)
LEFT_OUT = {"junk", "trash", "drafts", "all", "flagged"}
SEE = """INSERT INTO touchpoints_mailboxentry (folder_id, numbering, uid, outcome, reason, failure, seen_at)
SELECT %s, %s, uid, 'waiting', '', '', %s FROM unnest(%s::bigint[]) AS uid
ON CONFLICT (folder_id, numbering, uid) DO NOTHING"""


@transaction.atomic
def claim(mailbox_id: int, *, at: datetime) -> Mailbox | None:
    """Become the one who reads a mailbox, for a while; None when somebody is at it, it is paused, or its owner has left."""
    mailbox = (
        Mailbox.objects.select_related("owner", "team")
        .filter(pk=mailbox_id, paused_at=None, owner__left_at=None)
        .first()
    )
    if mailbox is None:
        return None
    MailboxState.objects.get_or_create(mailbox=mailbox)
    rows = MailboxState.objects.filter(mailbox=mailbox)
    return mailbox if leases.take(rows, at=at, lease=LEASE) else None


def hold(mailbox: Mailbox, *, at: datetime) -> None:
    """Stay the one who reads a mailbox."""
    MailboxState.objects.filter(mailbox=mailbox).update(taken_until=at + LEASE)


def due(*, at: datetime) -> list[int]:
    """Return the mailboxes to read now: those that nobody is at and that do not wait after a failure."""
    waits = Q(reading__due_at__gt=at) | Q(reading__taken_until__gt=at)
    rows = Mailbox.objects.filter(paused_at=None, owner__left_at=None).exclude(waits)
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def note_folders(mailbox: Mailbox, seen: Sequence[FolderSeen], *, at: datetime) -> None:
    """Bring the folders in step with the server: new ones, renamed ones (known by their numbering), those that are gone."""
    known = {row.name: row for row in mailbox.folders.filter(gone_at=None)}
    here = {one.name for one in seen}
    lost = [row for name, row in known.items() if name not in here]
    for one in seen:
        row = known.get(one.name) or _renamed(lost, one)
        if row is None:
            row = MailboxFolder(mailbox=mailbox, is_read=one.use not in LEFT_OUT)
        elif row.name != one.name:
            row.former_names = [*row.former_names, row.name]
        if row.numbering not in {None, one.numbering}:
            _renumber(row, at)
        row.name, row.use = one.name[:500], one.use
        row.numbering, row.on_server = one.numbering, one.count
        row.save()
    MailboxFolder.objects.filter(pk__in=[row.pk for row in lost]).update(gone_at=at)
    for row in lost:
        _vanish(MailboxEntry.objects.filter(folder=row))


def _renamed(lost: list[MailboxFolder], seen: FolderSeen) -> MailboxFolder | None:
    """Return the folder that bears another name now: the only lost one of the same numbering."""
    same = [row for row in lost if row.numbering == seen.numbering]
    if len(same) != 1:
        return None
    lost.remove(same[0])
    return same[0]


def _renumber(row: MailboxFolder, at: datetime) -> None:
    """Begin anew with a folder whose numbers mean other messages now; what is stored is known by its content."""
    row.last_uid = 0
    old = MailboxEntry.objects.filter(folder=row, gone_at=None)
    old.filter(outcome=Outcome.WAITING).update(outcome=Outcome.SKIPPED, reason=Skip.RENUMBERED)
    old.update(gone_at=at)


def _vanish(entries: object) -> None:
    waiting = entries.filter(outcome=Outcome.WAITING)  # type: ignore[attr-defined]
    waiting.update(outcome=Outcome.SKIPPED, reason=Skip.VANISHED)


@transaction.atomic
def note_seen(folder: MailboxFolder, uids: Sequence[int], *, at: datetime) -> None:
    """Write a line for each message that the server showed; one that stands already stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute(SEE, [folder.pk, folder.numbering, at, list(uids)])
    folder.last_uid = max([folder.last_uid, *uids])
    MailboxFolder.objects.filter(pk=folder.pk).update(last_uid=folder.last_uid)


def note_present(folder: MailboxFolder, uids: Collection[int], *, at: datetime) -> None:
    """Compare with everything that the server has: mark what is gone there, and write a line for what was never seen."""
    current = MailboxEntry.objects.filter(folder=folder, numbering=folder.numbering or 0)
    there = set(uids)
    known = set(current.filter(gone_at=None).values_list("uid", flat=True))
    gone = current.filter(uid__in=list(known - there))
    _vanish(gone)
    gone.update(gone_at=at)
    note_seen(folder, sorted(there - known), at=at)
    folder.on_server = len(there)
    MailboxFolder.objects.filter(pk=folder.pk).update(on_server=len(there))


def waiting(folder: MailboxFolder, many: int) -> list[MailboxEntry]:
    """Return the next lines of which is not known yet what becomes of them."""
    rows = MailboxEntry.objects.filter(folder=folder, outcome=Outcome.WAITING, failure="")
    return list(rows.order_by("uid")[:many])


def note_stuck(entry: MailboxEntry, failure: str) -> None:
    """Note that a message could not be kept: it waits, and the ledger does not add up until somebody has looked."""
    MailboxEntry.objects.filter(pk=entry.pk).update(failure=failure[:2000])


@action
def note_read(mailbox: Mailbox, *, by: User, at: datetime, full: int | None = None) -> None:
    """Note that a mailbox was read to its end; tell its owner once when the ledger does not add up."""
    require(by, "touchpoints.connect_mailbox")
    state = MailboxState.objects.select_for_update().get(mailbox=mailbox)
    odd = [line for line in lines([mailbox.pk]) if not line.adds_up]
    if odd and state.odd_since is None:
        _tell(mailbox, "mailbox_odd", sender=by, at=at)
    state.odd_since = (state.odd_since or at) if odd else None
    state.checked_at, state.failed_at, state.failure, state.attempts = at, None, "", 0
    state.full = full
    state.taken_until = state.due_at = None
    state.save()


@action
def note_failure(mailbox: Mailbox, sentence: str, *, by: User, at: datetime) -> None:
    """Note why a mailbox could not be read, and when it is tried again; its owner is told at the third time."""
    require(by, "touchpoints.connect_mailbox")
    state = MailboxState.objects.select_for_update().get(mailbox=mailbox)
    state.attempts += 1
    state.failed_at = state.failed_at or at
    state.failure, state.taken_until = sentence, None
    state.due_at = at + MAIL.waits[min(state.attempts, len(MAIL.waits) - 1) - 1]
    state.save()
    if state.attempts == 3:
        _tell(mailbox, "mailbox_failing", sender=by, at=at)


def _tell(mailbox: Mailbox, kind: str, *, sender: User, at: datetime) -> None:
    notify(
        [mailbox.owner_id],
        kind,
        {"name": mailbox.name},
        sender=sender,
        at=at,
        link=f"/mailboxes/{mailbox.pk}",
    )
