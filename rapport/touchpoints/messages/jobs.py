"""Mailboxes are read every minute, each by a job of its own, and at once when somebody asks."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.events.reactions import every, on
from rapport.touchpoints.mailboxes.adapters import ImapSource
from rapport.touchpoints.mailboxes.events import MailboxOpened, MailboxRead
from rapport.touchpoints.mailboxes.models import Mailbox
from rapport.touchpoints.mailboxes.reading import due
from rapport.touchpoints.messages.showing import show_again
from rapport.touchpoints.messages.syncing import read_mailbox

QUEUE = "mail"


def now() -> datetime:
    """Return the moment; a run may last longer than the minute it was due in."""
    return datetime.now(tz=UTC)


@app.task(name="rapport.touchpoints.messages.jobs.read", queue=QUEUE)
def read(mailbox_id: int) -> None:
    """Read a mailbox; what stood in the way is noted on it, so no job is tried again."""
    if read_mailbox(mailbox_id, ImapSource, by=system(), now=now):
        call(mailbox_id)


def call(mailbox_id: int) -> None:
    """Queue the reading of a mailbox, once."""
    try:
        with transaction.atomic():
            read.configure(queueing_lock=f"mailbox {mailbox_id}").defer(mailbox_id=mailbox_id)
    except AlreadyEnqueued:
        return


@every("* * * * *", queue=QUEUE)
def read_mailboxes(*, by: User, at: datetime) -> None:
    """Queue the reading of each mailbox that is due."""
    for mailbox_id in due(at=at):
        call(mailbox_id)


@on(MailboxOpened, queue=QUEUE)
def show_mails_again(event: MailboxOpened, *, by: User, at: datetime) -> None:
    """Show on the timelines what others may see of a mailbox now."""
    if Mailbox.objects.filter(pk=event.mailbox_id).exists():
        show_again(event.mailbox_id, by=system(), at=at)


@on(MailboxRead, queue=QUEUE)
def read_soon(event: MailboxRead, *, by: User, at: datetime) -> None:
    """Read a mailbox because somebody asked for it."""
    call(event.mailbox_id)
