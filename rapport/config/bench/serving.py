"""The real web server on a free port, somebody signed in, and what the processes cost."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module

import psutil
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from rapport.config import env
from rapport.config.problem import Problem
from rapport.core.access.models import User

READY_SECONDS = 60
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class ServerDidNotStart(Problem):
    """The web server that the bench starts did not answer; see its messages above."""


@dataclass(frozen=True)
class Site:
    """A running server."""

    port: int
    process: psutil.Process

    def cpu(self) -> float:
        """Return the seconds of processor time that its processes used so far."""
        family = [self.process, *self.process.children(recursive=True)]
        return sum(sum(process.cpu_times()[:2]) for process in family)


@contextmanager
def site(**variables: str) -> Iterator[Site]:
    """Serve until the block ends; the variables are added to the server's environment."""
    port = _free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "rapport.config.cli", "web"],
        stdin=subprocess.PIPE,  # its end tells the server to stop, however we end
        env={**env.with_value("RAPPORT_PORT", str(port)), **variables},
    )
    try:
        _wait(port, process)
        yield Site(port, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            ask = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            ask.request("GET", "/healthz")
            if ask.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.1)
    raise ServerDidNotStart


def sign_in(user: User) -> str:
    """Return the cookie of a new session of this user."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def database_cpu() -> float | None:
    """Return the seconds that this database's server processes used so far; None when it runs elsewhere.

    A backend that ends takes its count along: the pools keep theirs for the length of a measurement.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        pids = [pid for (pid,) in cursor.fetchall()]
    try:
        found = [psutil.Process(pid) for pid in pids]
        if not all("postgres" in process.name() for process in found):
            return None
        return sum(sum(process.cpu_times()[:2]) for process in found)
    except psutil.Error:
        return None
