"""One process under the supervisor: started again when it ends by itself, later each time it fails again."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
HEALTHY = 60.0  # seconds of running after which earlier failures are forgotten


class Child:
    """A process that shall run."""

    def __init__(self, name: str, arguments: Sequence[str], *, stop_seconds: float) -> None:
        self.name = name
        self._arguments = [sys.executable, "-m", "rapport.config.cli", *arguments]
        self._stop_seconds = stop_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._pause = FIRST_PAUSE
        self._started = 0.0
        self._next_start = 0.0

    @property
    def pid(self) -> int | None:
        """Return its number while it runs."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start it; it ends when our end of its input closes, so that it never outlives us."""
        self._process = subprocess.Popen(
            self._arguments,
            stdin=subprocess.PIPE,
            start_new_session=True,  # Ctrl C reaches us alone, and we stop it in order
        )
        self._started = time.monotonic()

    def tend(self) -> int | None:
        """Start it again when it is due; return its exit code when it has just ended by itself."""
        now = time.monotonic()
        if self._process is None:
            if now >= self._next_start:
                self.start()
            return None
        code = self._process.poll()
        if code is None:
            return None
        if now - self._started > HEALTHY:
            self._pause = FIRST_PAUSE
        self._clear_up()
        self._next_start = now + self._pause
        self._pause = min(2 * self._pause, LONGEST_PAUSE)
        return code

    def ask_to_stop(self) -> None:
        """Send the stop signal."""
        if self._process and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def wait_until_stopped(self) -> None:
        """Wait for its end, and make one when it takes too long."""
        if self._process is None:
            return
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(self._stop_seconds)
        self._clear_up()

    def _clear_up(self) -> None:
        """End what is left of its process group: workers of a killed web server hold the port."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._process = None
