"""What happens to mails that were read in mailboxes."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class MessageStored(Event, subject="message_id"):
    """A mail was read in a mailbox and kept. Who sees it follows the mailbox: nothing of it is told here."""

    message_id: int
    mailbox_id: int
