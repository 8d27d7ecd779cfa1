"""What a test of notifications begins with."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from email import message_from_bytes, policy
from email.message import Message
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.company.models import Company
from rapport.core.notifications import jobs
from rapport.core.notifications.actions import notify


@pytest.fixture
def tell(bob: User, written_by: Callable[..., Any], at: datetime) -> Callable[..., int]:
    """Return a way for Bob to tell colleagues of a kind; without words of its own it is a reminder."""

    def tell_them(
        *users: User,
        kind: str = "task_due",
        link: str = "/tasks/",
        when: datetime = at,
        **words: Any,
    ) -> int:
        row = {name: words.pop(name, None) for name in ("once", "party_id")}
        params = words or {"title": "Call back"}
        ids = [user.pk for user in users]
        work = lambda: notify(ids, kind, params, sender=bob, at=when, link=link, **row)  # noqa: E731
        told: int = written_by(bob, "core.attach_file", work)
        return told

    return tell_them


class Post:
    """A mail server as we may meet one: it keeps what it takes, and says `says` to who hands something in."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.says = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if self.says.startswith("550"):
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if self.says.startswith("4"):
            return self.says
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.says == "":  # takes it, but its answer is lost
            server.transport.abort()
        return "250 OK"


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    """The company's mail server, a real one."""
    settings.EMAIL_BACKEND = "rapport.core.company.adapters.CompanyBackend"
    settings.PUBLIC_URL = "https://crm.haina.example"
    box = Post()
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = int(found.getsockname()[1])
    Company.objects.create(
        pk=1,
        name="海纳 Haina",
        base_currency="CNY",
        mail_host="127.0.0.1",
        mail_port=port,
        mail_security="none",
        sender="crm@haina.example",
    )
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    box.server = server
    yield box
    with suppress(OSError, AssertionError):
        server.stop()


@pytest.fixture
def minute(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Return a way to run the job that mails, at a moment."""

    def run(when: datetime) -> None:
        monkeypatch.setattr(jobs, "now", lambda: when)
        jobs.post_letters(by=system(), at=when)

    return run
