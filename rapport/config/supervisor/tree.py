"""Starting all of Rapport in order, keeping it running, and stopping it in order."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from rapport.config.launcher.locks import try_exclusive
from rapport.config.supervisor.child import Child
from rapport.config.supervisor.listening import Listening, answers
from rapport.config.supervisor.problems import AlreadyRunning, NotPrepared, NotReady

STEP = 0.2
READY_SECONDS = 60
WEB_STOP_SECONDS = 6
WORKER_STOP_SECONDS = 12  # a job that takes longer is taken up again at the next start

logger = logging.getLogger(__name__)


class Stop:
    """Whether somebody asked us to stop."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._asked.set()

    def __bool__(self) -> bool:
        return self._asked.is_set()

    def wait(self, seconds: float) -> bool:
        """Sleep unless asked to stop."""
        return self._asked.wait(seconds)


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Hold the data folder: two trees on one would serve and work twice."""
    handle = try_exclusive(home / "locks" / "up")
    if handle is None:
        raise AlreadyRunning(home=home)
    try:
        yield
    finally:
        os.close(handle)


def prepare(command: list[str], stop: Stop) -> None:
    """Run a command of ours to its end; a stop in between stops it too."""
    if stop:
        return
    process = subprocess.Popen(
        [sys.executable, "-m", "rapport.config.cli", *command], start_new_session=True
    )
    while process.poll() is None:
        if stop.wait(STEP):
            process.terminate()
            process.wait()
            return
    if process.returncode:
        raise NotPrepared


@dataclass(frozen=True)
class Watch:
    """What the supervisor does besides: each is called every moment but `ready`, once the web server answers."""

    ready: Callable[[], None]
    tend_database: Callable[[], None]
    must_restart: Callable[[], bool]


def keep_running(place: Listening, stop: Stop, watch: Watch) -> None:
    """Run web and worker until asked to stop."""
    web = Child("web", ["web"], stop_seconds=WEB_STOP_SECONDS)
    worker = Child("worker", ["worker"], stop_seconds=WORKER_STOP_SECONDS)
    children = [web, worker]
    try:
        web.start()
        _wait_until_ready(place, web, stop)
        if not stop:
            worker.start()
            watch.ready()
        while not stop.wait(STEP):
            watch.tend_database()
            _tend(children)
            if watch.must_restart():
                _stop(children)
    finally:
        _stop(children)


def _tend(children: list[Child]) -> None:
    for child in children:
        code = child.tend()
        if code is not None:
            logger.warning("%s ended by itself (%s) and is started again.", child.name, code)


def _wait_until_ready(place: Listening, web: Child, stop: Stop) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not answers(place):
        if stop.wait(STEP):
            return
        _tend([web])
        if time.monotonic() > deadline:
            raise NotReady(seconds=READY_SECONDS)


def _stop(children: list[Child]) -> None:
    for child in children:
        child.ask_to_stop()
    for child in children:
        child.wait_until_stopped()
