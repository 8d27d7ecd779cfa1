"""Alice's mailbox at a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from ipaddress import ip_network
from typing import Any

import pytest

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.touchpoints.mailboxes.actions import Connection, connect_mailbox
from rapport.touchpoints.mailboxes.adapters import ImapSource
from rapport.touchpoints.mailboxes.models import Mailbox
from rapport.touchpoints.mailboxes.tests.dovecot import PASSWORD, Dovecot
from rapport.touchpoints.messages.syncing import read_mailbox

USERS = iter(range(1, 10_000))


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A mail server for all tests."""
    server = Dovecot()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_files(settings: Any, tmp_path: Any) -> None:
    """Files are kept in a folder of the test's own."""
    place = {"OPTIONS": {"location": tmp_path}}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | place}


@pytest.fixture
def login(dovecot: Dovecot, settings: Any) -> str:
    """A fresh mailbox at the server, which lies on loopback."""
    settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]
    return f"user{next(USERS)}"


@pytest.fixture
def connection(dovecot: Dovecot, login: str) -> Callable[..., Connection]:
    """Return a way to say how a mailbox is reached."""

    def make(owner: User, **changed: Any) -> Connection:
        given = {
            "name": "Alice at work",
            "address": "alice@haina.example",
            "privacy": "everyone",
            "only_customers": False,
            "host": "127.0.0.1",
            "port": dovecot.port,
            "security": "none",
            "user_name": login,
            "password": PASSWORD,
            "owner_id": owner.pk,
        }
        return Connection(**{**given, **changed})

    return make


@pytest.fixture
def connect(
    alice: User, at: datetime, connection: Callable[..., Connection], own_files: None
) -> Callable[..., Mailbox]:
    """Return a way for Alice to connect her mailbox."""
    return lambda by=alice, **changed: connect_mailbox(connection(by, **changed), by=by, at=at)


@pytest.fixture
def deliver(dovecot: Dovecot, login: str) -> Callable[..., None]:
    """Return a way to let a mail arrive."""
    return lambda content, folder="INBOX", **more: dovecot.deliver(login, content, folder, **more)


@pytest.fixture
def read(at: datetime) -> Callable[..., bool]:
    """Return a way to run the job that reads a mailbox."""

    def run(mailbox: Mailbox, when: datetime = at) -> bool:
        return read_mailbox(mailbox.pk, ImapSource, by=system(), now=lambda: when)

    return run
