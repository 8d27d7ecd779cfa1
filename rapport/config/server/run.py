"""Running the web server in this process and its workers."""

from __future__ import annotations

import os
import signal
import threading
from typing import Any

from granian.constants import Interfaces, RuntimeModes
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.mp import MPServer

from rapport.config.server.application import END_STREAMS
from rapport.config.supervisor.listening import Listening

WORKERS = 2
KILL_SECONDS = 3


class Server(MPServer):
    """Granian, that tells its workers to end their streams before it asks them to stop."""

    def _stop_workers(self) -> None:
        for worker in self.wrks:
            if worker.is_alive():  # type: ignore[no-untyped-call]
                os.kill(worker.inner.pid, END_STREAMS)
        super()._stop_workers()  # type: ignore[no-untyped-call]


def serve(module: str, listening: Listening, *, workers: int = WORKERS) -> None:
    """Serve until a stop signal comes, or our parent is gone."""
    server: Any = Server(
        f"{module}:application",
        address=listening.address,
        port=listening.port,
        interface=Interfaces.ASGI,
        workers=workers,
        runtime_mode=RuntimeModes.st,
        backlog=1024,
        backpressure=1024,  # streams count as requests under way
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_SECONDS,
        ssl_cert=listening.certificate,
        ssl_key=listening.key,
        log_level=LogLevels.warning,
    )
    server.serve()


def stop_with_parent() -> None:
    """End this process when the one that started it is gone, however it went: its end of our input closes."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, daemon=True, name="parent").start()
