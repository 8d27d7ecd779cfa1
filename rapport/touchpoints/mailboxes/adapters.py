"""Reading a mailbox by IMAP (RFC 9051), by password or XOAUTH2. Nothing is changed on the server: no mail is marked as read."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email import message_from_bytes
from typing import Any

from django.conf import settings
from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, LoginError

from rapport.core.company.models import MailSecurity
from rapport.core.errors import RapportError
from rapport.core.webhooks.networks import InsideAddress, is_allowed
from rapport.touchpoints.mailboxes.models import Login, Mailbox
from rapport.touchpoints.mailboxes.ports import (
    Fetched,
    FolderSeen,
    Head,
    NotTrusted,
    QuotaFull,
    ServerGone,
    ServerRefused,
    WrongSignIn,
)
from rapport.touchpoints.mailboxes.tokens import access_token

TIMEOUT = SocketTimeout(connect=10, read=60)
USES = {b"\\sent": "sent", b"\\drafts": "drafts", b"\\junk": "junk", b"\\trash": "trash"}
USES |= {b"\\archive": "archive", b"\\all": "all", b"\\flagged": "flagged"}
FULL = re.compile(r"OVERQUOTA|over ?quota|quota exceeded", re.IGNORECASE)
AT_ONCE = 5_000_000  # bytes of messages that are asked for in one command
IDS = re.compile(rb"<[^<>\s]+>")


class ImapSource:
    """A mailbox over IMAP."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.client: Any = None
        with _told():
            self.client = _connected(mailbox)
            _sign_in(self.client, mailbox)

    def folders(self) -> list[FolderSeen]:
        """Return the folders that can hold messages."""
        with _told():
            listed = self.client.list_folders()
            return [self._folder(*one) for one in listed if b"\\noselect" not in _lower(one[0])]

    def _folder(self, flags: Sequence[bytes], _delimiter: bytes, name: str) -> FolderSeen:
        told = self.client.folder_status(name, ["UIDVALIDITY", "UIDNEXT", "MESSAGES"])
        use = next((USES[flag] for flag in _lower(flags) if flag in USES), "")
        use = "inbox" if name.upper() == "INBOX" else use
        return FolderSeen(
            name, use, told[b"UIDVALIDITY"], told[b"UIDNEXT"], told.get(b"MESSAGES", 0)
        )

    def open(self, name: str) -> int:
        """Choose a folder to read."""
        with _told():
            return int(self.client.select_folder(name, readonly=True)[b"UIDVALIDITY"])

    def uids(self, after: int = 0) -> list[int]:
        """Return the numbers above one. `n:*` always names the last message, so what is not above is left out."""
        with _told():
            found = self.client.search(["UID", f"{after + 1}:*"])
            return sorted(uid for uid in found if uid > after)

    def heads(self, uids: Sequence[int]) -> list[Head]:
        """Return sizes, flags and Message-IDs."""
        asked = ["FLAGS", "RFC822.SIZE", "BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)]"]
        with _told():
            told = self.client.fetch(list(uids), asked)
        return [_head(uid, told[uid]) for uid in sorted(told) if uid in set(uids)]

    def fetch(self, uids: Sequence[int]) -> Iterator[Fetched]:
        """Yield whole messages, as many in one command as the caller names."""
        with _told():
            told = self.client.fetch(list(uids), ["INTERNALDATE", "BODY.PEEK[]"])
        for uid in sorted(told):
            raw = told[uid].get(b"BODY[]")
            if raw is not None:
                yield Fetched(uid, raw, _moment(told[uid].get(b"INTERNALDATE")))

    def fullness(self) -> int | None:
        """Return how much of the room at the server is used, in percent (RFC 9208); None where it does not say."""
        with suppress(IMAPClientError, OSError, ValueError, AttributeError):
            if self.client.has_capability("QUOTA"):
                _roots, quotas = self.client.get_quota_root("INBOX")
                used = [one.usage * 100 // one.limit for one in quotas if one.limit]
                return min(max(used), 100) if used else None
        return None

    def close(self) -> None:
        """End the conversation; what the server says to that changes nothing any more."""
        client, self.client = self.client, None
        if client is not None:
            with suppress(IMAPClientError, OSError):
                client.logout()


def _check(host: str, port: int) -> None:
    """Refuse a server inside a private network, unless the company named that network as its own."""
    numbers = {str(one[4][0]).partition("%")[0] for one in socket.getaddrinfo(host, port)}
    if not all(is_allowed(number, settings.WEBHOOK_NETWORKS) for number in numbers):
        raise ServerGone(answer=InsideAddress().sentence())


def _connected(mailbox: Mailbox) -> IMAPClient:
    _check(mailbox.host, mailbox.port)
    context = ssl.create_default_context()
    by_tls = mailbox.security == MailSecurity.TLS
    client = IMAPClient(
        mailbox.host, mailbox.port, ssl=by_tls, ssl_context=context, timeout=TIMEOUT
    )
    client.normalise_times = False
    if mailbox.security == MailSecurity.STARTTLS:
        client.starttls(context)
    return client


def _sign_in(client: IMAPClient, mailbox: Mailbox) -> None:
    try:
        if mailbox.login == Login.XOAUTH2:
            client.oauth2_login(mailbox.user_name, access_token(mailbox))
        else:
            client.login(mailbox.user_name, mailbox.password)
    except (LoginError, UnicodeError) as error:
        raise WrongSignIn from error
    except IMAPClientError as error:
        if "AUTHENTICATIONFAILED" in str(error).upper():
            raise WrongSignIn from error
        raise


@contextmanager
def _told() -> Iterator[None]:
    """Say in a sentence what went wrong in the conversation."""
    try:
        yield
    except RapportError:
        raise
    except ssl.SSLCertVerificationError as error:
        raise NotTrusted(answer=error.verify_message or str(error)) from error
    except (IMAPClientAbortError, OSError, EOFError) as error:
        answer = _words(error)
        raise (QuotaFull() if FULL.search(answer) else ServerGone(answer=answer)) from error
    except IMAPClientError as error:
        answer = _words(error)
        raise (QuotaFull() if FULL.search(answer) else ServerRefused(answer=answer)) from error
    except (ValueError, KeyError, IndexError, TypeError, AssertionError) as error:
        raise ServerRefused(answer=_words(error)) from error  # an answer that no one can read


def _words(error: Exception) -> str:
    if isinstance(error, socket.gaierror):
        return error.strerror or str(error)
    return str(error)[:300] or type(error).__name__


def _lower(flags: Sequence[bytes]) -> list[bytes]:
    return [flag.lower() for flag in flags]


def _head(uid: int, told: dict[bytes, Any]) -> Head:
    text = told.get(b"BODY[HEADER.FIELDS (MESSAGE-ID)]") or b""
    named = message_from_bytes(text)["message-id"] or ""
    ids = IDS.findall(str(named).encode("utf-8", "replace"))
    flags = _lower(told.get(b"FLAGS", ()))
    return Head(
        uid,
        int(told.get(b"RFC822.SIZE", 0)),
        ids[0].decode("utf-8", "replace") if ids else "",
        b"\\deleted" in flags,
        b"\\draft" in flags,
    )


def _moment(value: Any) -> datetime | None:
    if not isinstance(value, datetime):
        return None
    return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
