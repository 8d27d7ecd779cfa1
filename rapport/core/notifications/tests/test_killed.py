"""The process that mails is really killed: before the server is asked to take the mail, and while it takes it."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from rapport.core.access.models import User
from rapport.core.notifications.models import Letter, LetterState, Notification
from rapport.core.notifications.tests.conftest import Post
from tests.setup.conftest import ROOT, environment

PROGRAM = """
import django, datetime
django.setup()
from rapport.core.access.queries import system
from rapport.core.notifications.jobs import post_letters
post_letters(by=system(), at=datetime.datetime.now(tz=datetime.UTC))
"""
PATIENCE = 60


class Holding:
    """A moment at which the server keeps whoever speaks to it waiting."""

    def __init__(self) -> None:
        self.reached, self.is_on = threading.Event(), True

    async def wait(self) -> None:
        """Keep it waiting, once."""
        if self.is_on:
            self.is_on = False
            self.reached.set()
            await asyncio.sleep(PATIENCE)


@pytest.fixture
def process(tmp_path: Path) -> Callable[[], subprocess.Popen[bytes]]:
    """Return a way to start what mails as a process of its own."""
    known = connection.settings_dict
    where = f"host={quote(known['HOST'])}" if known["HOST"].startswith("/") else ""
    host = "" if where else f"{known['HOST']}:{known['PORT']}"
    who = ":".join(quote(part) for part in (known["USER"], known["PASSWORD"]) if part)
    url = f"postgresql://{who}@{host}/{known['NAME']}?{where}"
    env = environment(tmp_path / "home", RAPPORT_TESTING=1, RAPPORT_DATABASE_URL=url)
    env["DJANGO_SETTINGS_MODULE"] = "rapport.config.settings"
    return lambda: subprocess.Popen([sys.executable, "-c", PROGRAM], env=env, cwd=ROOT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("moment", "arrive", "ends"),
    [("EHLO", 1, LetterState.SENT), ("DATA", 1, LetterState.UNCERTAIN)],
)
def test_one_mail_and_not_two(
    post: Post, minute, process, alice: User, monkeypatch, moment: str, arrive: int, ends: str
) -> None:
    holding = Holding()
    takes = post.handle_DATA

    async def handle_data(*given: object) -> str:
        said: str = await takes(*given)
        await (holding.wait() if moment == "DATA" else asyncio.sleep(0))
        return said

    async def handle_ehlo(server, session, envelope, hostname, responses):
        session.host_name = hostname
        await (holding.wait() if moment == "EHLO" else asyncio.sleep(0))
        return responses

    monkeypatch.setattr(post, "handle_DATA", handle_data)
    monkeypatch.setattr(post, "handle_EHLO", handle_ehlo, raising=False)
    now = datetime.now(tz=UTC)
    words = {"by": "Bob", "title": "Once"}
    Notification.objects.create(user=alice, kind="task_assigned", params=words, mail_due_at=now)
    worker = process()
    assert holding.reached.wait(PATIENCE)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    for minutes in (1, 6, 12, 60):
        minute(now + timedelta(minutes=minutes))
    assert len(post.taken) == arrive
    assert Letter.objects.get().state == ends
