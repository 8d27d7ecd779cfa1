"""Killing the process that hands mails to a server, at a chosen moment of their conversation."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection

from rapport.core.notifications.tests.conftest import Post
from tests.setup.conftest import ROOT, environment

PROGRAM = """
import django, datetime
django.setup()
from rapport.core.access.queries import system
from {job} import {name}
{name}(by=system(), at=datetime.datetime.now(tz=datetime.UTC))
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
def kill_at(
    post: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[str, str, str], None]:
    """Return a way to run a job as a process of its own and to kill it when the server has heard EHLO, or taken DATA."""

    def run(moment: str, job: str, name: str) -> None:
        holding = _hold(post, moment, monkeypatch)
        worker = _started(tmp_path, PROGRAM.format(job=job, name=name))
        assert holding.reached.wait(PATIENCE)
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    return run


def _hold(post: Post, moment: str, monkeypatch: pytest.MonkeyPatch) -> Holding:
    holding, takes = Holding(), post.handle_DATA

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
    return holding


def _started(tmp_path: Path, program: str) -> subprocess.Popen[bytes]:
    known = connection.settings_dict
    where = f"host={quote(known['HOST'])}" if known["HOST"].startswith("/") else ""
    host = "" if where else f"{known['HOST']}:{known['PORT']}"
    who = ":".join(quote(part) for part in (known["USER"], known["PASSWORD"]) if part)
    url = f"postgresql://{who}@{host}/{known['NAME']}?{where}"
    env = environment(tmp_path / "home", RAPPORT_TESTING=1, RAPPORT_DATABASE_URL=url)
    env["DJANGO_SETTINGS_MODULE"] = "rapport.config.settings"
    return subprocess.Popen([sys.executable, "-c", program], env=env, cwd=ROOT)
