"""What happens to mails."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class MailEvent(Event, subject="mail_id", party="party_id"):
    """What happens to one mail, and to whom it goes."""

    mail_id: int
    party_id: int


class MailWritten(MailEvent):
    """A mail to a customer was written; it goes out in a moment."""


class MailSent(MailEvent):
    """A mail to a customer was taken by the mail server."""


class MailFailed(MailEvent):
    """A mail to a customer was not sent, and will not be by itself."""


class MailBounced(MailEvent):
    """A mail to a customer came back: its address leads nowhere."""


class MailCancelled(MailEvent):
    """A mail to a customer was cancelled before it went out."""


@dataclass(frozen=True, kw_only=True)
class MailsWritten(Event, subject=""):
    """The same was written to many customers at once."""

    party_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class MailsCancelled(Event, subject=""):
    """Mails to many customers were cancelled before they went out."""

    party_ids: list[int]
