"""A mailbox with a mail in it, for tests that walk through every door: no server is asked."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.touchpoints.mailboxes.actions import Connection, connect_mailbox
from rapport.touchpoints.mailboxes.models import Mailbox, MailboxEntry, MailboxFolder
from rapport.touchpoints.mailboxes.tests.mails import raw
from rapport.touchpoints.messages.keeping import Arrival, keep_message
from rapport.touchpoints.messages.matching import our_addresses
from rapport.touchpoints.messages.models import MailMessage
from rapport.touchpoints.messages.parsing import parse

PAGE = '<p>Is it <b>free</b>?</p><img src="https://example.com/seen.png" alt="">'


def mailbox_of(owner: User, at: datetime) -> Mailbox:
    """Return a mailbox of somebody with a folder."""
    connection = Connection(
        name="Sales",
        address="sales@haina.example",
        privacy="everyone",
        only_customers=False,
        host="imap.haina.example",
        port=993,
        security="tls",
        user_name="sales",
        password="a password",
        owner_id=owner.pk,
    )
    mailbox = connect_mailbox(connection, by=owner, at=at)
    MailboxFolder.objects.create(mailbox=mailbox, name="INBOX", use="inbox", numbering=1)
    return mailbox


def mail_in(
    mailbox: Mailbox, at: datetime, content: bytes = b"", uid: int = 1
) -> MailMessage | None:
    """Let a mail arrive in it."""
    folder = mailbox.folders.get()
    entry = MailboxEntry.objects.create(folder=folder, numbering=1, uid=uid, seen_at=at)
    content = content or raw(html=PAGE, files=[("plan.txt", b"Plan B", "text/plain")])
    arrival = Arrival(content, parse(content), at, our_addresses())
    return keep_message(entry, arrival, mailbox, by=system(), at=at)
