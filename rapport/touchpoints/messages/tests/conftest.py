"""Mails that Alice's mailbox reads."""

from rapport.touchpoints.mail.tests.conftest import agreed, draft, known, minute, post, told, write
from rapport.touchpoints.mailboxes.tests.conftest import (
    connect,
    connection,
    deliver,
    dovecot,
    login,
    own_files,
    read,
)

__all__ = [
    "agreed",
    "connect",
    "connection",
    "deliver",
    "dovecot",
    "draft",
    "known",
    "login",
    "minute",
    "own_files",
    "post",
    "read",
    "told",
    "write",
]
