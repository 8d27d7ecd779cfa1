"""What a server with mailboxes is to us, whatever protocol it speaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rapport.core.errors import Unreachable


class WrongSignIn(Unreachable):
    """The mail server refused user name and password. Check both; many servers want a password made for programs."""


class TokenRefused(Unreachable):
    """The sign-in service gave no access: “%(answer)s”. Connect the mailbox anew with a fresh refresh token."""


class ServerGone(Unreachable):
    """The mail server cannot be reached: “%(answer)s”. Check server, port and encryption."""


class NotTrusted(Unreachable):
    """The mail server's certificate is not valid: “%(answer)s”. Correct the server's name, or its certificate."""


class QuotaFull(Unreachable):
    """The mailbox is full: its server takes and shows nothing more. Make room there; reading goes on by itself."""


class ServerRefused(Unreachable):
    """The mail server answered “%(answer)s”."""


@dataclass(frozen=True)
class FolderSeen:
    """A folder as the server tells of it: its numbering (UIDVALIDITY), the next number, how many messages."""

    name: str
    use: str
    numbering: int
    next_uid: int
    count: int


@dataclass(frozen=True)
class Head:
    """What is asked of a message before it is fetched."""

    uid: int
    size: int
    message_id: str
    is_deleted: bool
    is_draft: bool


@dataclass(frozen=True)
class Fetched:
    """A whole message and when the server got it."""

    uid: int
    raw: bytes
    received_at: datetime | None


class MailSource(Protocol):
    """A connection to a mailbox. Every method raises one of the errors above."""

    def folders(self) -> list[FolderSeen]:
        """Return the folders that can hold messages."""
        ...

    def open(self, name: str) -> int:
        """Choose a folder to read, without changing anything in it; return its numbering."""
        ...

    def uids(self, after: int = 0) -> list[int]:
        """Return the numbers above one, ascending."""
        ...

    def heads(self, uids: Sequence[int]) -> list[Head]:
        """Return what is known of messages without fetching them; those that are gone are left out."""
        ...

    def fetch(self, uids: Sequence[int]) -> Iterator[Fetched]:
        """Yield whole messages; those that are gone are left out."""
        ...

    def fullness(self) -> int | None:
        """Return how much of the room at the server is used, in percent; None where it does not say."""
        ...

    def close(self) -> None:
        """End the conversation."""
        ...
