"""What happens to mailboxes."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class MailboxChanged(Event, subject="mailbox_id"):
    """A mailbox was connected, edited, paused, resumed or removed."""

    mailbox_id: int
    label: str


@dataclass(frozen=True, kw_only=True)
class MailboxOpened(Event, subject="mailbox_id"):
    """Others see another part of a mailbox than before."""

    mailbox_id: int


@dataclass(frozen=True, kw_only=True)
class MailboxRead(Event, subject="mailbox_id"):
    """A mailbox is to be read now."""

    mailbox_id: int
