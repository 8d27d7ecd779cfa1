"""Handing mails to the company's mail server, so that of each it is known whether it was taken."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from django.core.mail import EmailMessage, get_connection

from rapport.core.company.adapters import answer_of, sender
from rapport.core.errors import Unreachable
from rapport.core.outgoing.ports import Answer, Outcome


class Line:
    """A conversation with the mail server; further mails go through the same one while it lasts."""

    def __init__(self) -> None:
        self.connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def deliver(self, letter: EmailMessage, begin: Callable[[], None]) -> Answer:
        """Hand a mail to the server. `begin` is called once it is reached, just before it may take the mail."""
        try:
            self._reach()
        except Unreachable as error:
            return Answer(Outcome.LATER, error.sentence())
        except (OSError, UnicodeError, smtplib.SMTPException) as error:
            return Answer(Outcome.LATER, answer_of(error))
        begin()
        answer = _handed(self.connection, letter)
        if answer.outcome != Outcome.TAKEN:
            self.close()
        return answer

    def _reach(self) -> None:
        if not getattr(self.connection, "is_there", bool)():  # only our own backend can tell
            self.close()
        if self.connection is None:
            connection = get_connection()
            connection.open()
            self.connection = connection

    def close(self) -> None:
        """End the conversation; what the server says to that changes nothing any more."""
        connection, self.connection = self.connection, None
        if connection is not None:
            with suppress(OSError, smtplib.SMTPException):
                connection.close()


def _handed(connection: Any, letter: EmailMessage) -> Answer:
    try:
        connection.send_messages([letter])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        said = f"{code} {words.decode(errors='replace')}"
        return Answer(Outcome.REFUSED if code >= 500 else Outcome.LATER, said)
    except smtplib.SMTPResponseException as error:
        outcome = Outcome.REFUSED if error.smtp_code >= 500 else Outcome.LATER
        return Answer(outcome, answer_of(error))
    except (smtplib.SMTPNotSupportedError, UnicodeError) as error:
        return Answer(Outcome.REFUSED, answer_of(error))
    except (OSError, smtplib.SMTPException) as error:
        return Answer(Outcome.UNKNOWN, answer_of(error))
    return Answer(Outcome.TAKEN)


def deliver(letter: EmailMessage, begin: Callable[[], None]) -> Answer:
    """Hand one mail to the server, as `Line.deliver` does."""
    with Line() as line:
        return line.deliver(letter, begin)


def message_id(key: UUID) -> str:
    """Return the Message-ID that a key makes, in the domain from which mail comes."""
    domain = sender().rpartition("@")[2].rstrip(">") or "localhost"
    return f"<{key.hex}@{domain}>"
