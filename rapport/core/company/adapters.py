"""Mail goes out through the company's server, else through the one that the environment names."""

from __future__ import annotations

import smtplib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _, override

from rapport.core.access.models import User
from rapport.core.company.models import MailSecurity
from rapport.core.company.queries import company
from rapport.core.errors import Unreachable


class NoMailServer(Unreachable):
    """No mail server is set up. An administrator can enter one under Settings, Mail."""


class MailNotSent(Unreachable):
    """The mail was not sent: the server answered “%(answer)s”."""


SMTP = "django.core.mail.backends.smtp.EmailBackend"
TAKEN = 250  # what a server answers when all is well
CONSOLE = "django.core.mail.backends.console.EmailBackend"


class CompanyBackend(BaseEmailBackend):
    """Django's mail backend over the settings of the moment: a change counts from the next mail on."""

    _reached: BaseEmailBackend | None = None

    def open(self) -> bool | None:
        """Reach the server and be greeted, so that what follows is only about the mail itself."""
        self._reached = self._server()
        opened = self._reached.open() if self._reached else None
        conversation = getattr(self._reached, "connection", None)
        if isinstance(conversation, smtplib.SMTP):
            conversation.ehlo_or_helo_if_needed()
        return opened

    def is_there(self) -> bool:
        """Tell whether the conversation that `open` began goes on: servers hang up on who says nothing."""
        conversation = getattr(self._reached, "connection", None)
        if not isinstance(conversation, smtplib.SMTP):
            return True
        try:
            return conversation.noop()[0] == TAKEN
        except (OSError, smtplib.SMTPException):
            return False

    def close(self) -> None:
        """End the conversation that `open` began."""
        if self._reached:
            self._reached.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send the mails, or raise what stands in the way."""
        connection = self._reached or self._server()
        return (connection.send_messages(email_messages) or 0) if connection else 0

    def _server(self) -> BaseEmailBackend | None:
        server = server_in_use()
        if server is not None:
            return get_connection(**server, fail_silently=self.fail_silently)
        if self.fail_silently:
            return None
        raise NoMailServer


def server_in_use() -> dict[str, Any] | None:
    """Return the mail server of this moment as the arguments of Django's backend, or None."""
    row = company()
    if row.mail_host:
        return {
            "backend": SMTP,
            "host": row.mail_host,
            "port": row.mail_port,
            "username": row.mail_user,
            "password": row.mail_password,
            "use_tls": row.mail_security == MailSecurity.STARTTLS,
            "use_ssl": row.mail_security == MailSecurity.TLS,
        }
    if settings.SMTP_URL:
        return from_url(settings.SMTP_URL)
    return {"backend": CONSOLE} if settings.DEBUG else None


def from_url(url: str) -> dict[str, Any]:
    """Split smtp://user:password@host:587 (STARTTLS), smtps://… (TLS) or smtp+plain://… (neither)."""
    parts = urlsplit(url)
    return {
        "backend": SMTP,
        "host": parts.hostname or "localhost",
        "port": parts.port or {"smtps": 465, "smtp+plain": 25}.get(parts.scheme, 587),
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp",
        "use_ssl": parts.scheme == "smtps",
    }


def sender() -> str:
    """Return from whom mail comes: the company's name and address."""
    row = company()
    user = unquote(urlsplit(settings.SMTP_URL).username or "")
    known = (row.sender, row.mail_user, user, settings.DEFAULT_FROM_EMAIL)
    address = next(one for one in known if "@" in one)
    name = (row.name or "Rapport").replace('"', "'")
    return f'"{name}" <{address}>' if "<" not in address else address


def send_letter(to: User, template: str, subject: str, context: dict[str, Any]) -> None:
    """Send a colleague a mail in her own language: the plain text of a template, the subject translated by the caller.

    Errors: NoMailServer, MailNotSent with the server's answer.
    """
    try:
        letter_to(to, template, subject, context).send()
    except (OSError, UnicodeError, smtplib.SMTPException) as error:
        raise MailNotSent(answer=answer_of(error)) from error


def letter_to(
    to: User, template: str, subject: str, context: dict[str, Any]
) -> EmailMultiAlternatives:
    """Return a mail to a colleague in her own language, ready to be sent."""
    with override(to.language):
        text = render_to_string(template, {"to": to, "company": company(), **context})
    return EmailMultiAlternatives(subject, text.strip() + "\n", sender(), [to.email])


def answer_of(error: Exception) -> str:
    """Return what stood in the way in words: the server's own where it spoke."""
    if isinstance(error, UnicodeError):
        return _("User name and password may only hold plain letters, figures and signs.")
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        said = words.decode(errors="replace") if isinstance(words, bytes) else str(words)
        return f"{error.smtp_code} {said}"
    return str(error) or type(error).__name__


@dataclass(frozen=True)
class TestResult:
    """What came of a test mail: whether it went, and the sentence to show."""

    sent: bool
    sentence: str


def send_test_letter(to: User) -> TestResult:
    """Send a colleague a mail that says only that mail works."""
    with override(to.language):
        subject = _("Rapport can send mail")
    try:
        send_letter(to, "core/company/test_letter.txt", subject, {})
    except Unreachable as error:
        return TestResult(sent=False, sentence=error.sentence())
    return TestResult(sent=True, sentence=_("Sent to %(email)s.") % {"email": to.email})
