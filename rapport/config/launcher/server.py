"""Starting and stopping the embedded server."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from rapport.config.launcher import cluster
from rapport.config.launcher.external import reason
from rapport.config.launcher.locks import Shared, exclusive
from rapport.config.launcher.places import Places, places_in
from rapport.config.launcher.problems import StartTooSlow, StopTooSlow
from rapport.config.launcher.processes import is_alive, serves
from rapport.config.launcher.programs import Programs, programs

START_SECONDS = 300  # recovery after kill -9 took 11.8 s on a small database
STOP_SECONDS = 60
STEP = 0.05
STILL_ENDING = "is still in use"  # children of a killed server keep its memory for a moment
ENDING_SECONDS = 30


@dataclass(frozen=True)
class Server:
    """A running embedded server."""

    places: Places
    programs: Programs

    def parameters(self, database: str = cluster.OWNER) -> dict[str, Any]:
        """Return how libpq reaches it."""
        return {"host": str(self.places.socket), "user": cluster.OWNER, "dbname": database}

    def tend(self) -> None:
        """Start it again if something ended it."""
        if not is_running(self.places):
            start(self.places, self.programs)


@contextmanager
def running(home: Path, *, folder: Path | None = None, scratch: bool = False) -> Iterator[Server]:
    """Have the server of a data folder running; the last of all processes that use it stops it."""
    places, tools = places_in(home), programs(folder)
    lock = places.home / "locks" / "postgres-start"
    use = places.home / "locks" / "postgres-use"
    with exclusive(lock):
        cluster.prepare(places, tools, scratch=scratch)
        user = Shared(use)
        start(places, tools)
    try:
        yield Server(places, tools)
    finally:
        with exclusive(lock):
            if user.last():
                stop(places)
            user.leave()


def pid_of(places: Places) -> int | None:
    """Return the number in the pid file, whatever it belongs to now."""
    try:
        return int(places.pid_file.read_text(encoding="ascii").split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def is_running(places: Places) -> bool:
    """Return whether the server of these folders runs."""
    pid = pid_of(places)
    return pid is not None and serves(pid, places.data)


def start(places: Places, tools: Programs) -> None:
    """Start the server unless it runs already, wait until it answers, and make sure of the database."""
    deadline = time.monotonic() + START_SECONDS
    ending = time.monotonic() + ENDING_SECONDS
    while True:
        if not is_running(places):
            _launch(places, tools, deadline)
            ending = time.monotonic() + ENDING_SECONDS
        _wait_until_ready(places, None, deadline)
        try:
            _make_database(Server(places, tools))
        except psycopg.OperationalError as error:  # just being killed, or stopped by somebody else
            if time.monotonic() > min(ending, deadline):
                stop(places)
                raise cluster.explain(reason(error), places) from error
            time.sleep(STEP)
        else:
            return


def _launch(places: Places, tools: Programs, deadline: float) -> None:
    ending = time.monotonic() + ENDING_SECONDS
    while True:
        seen = places.log.stat().st_size if places.log.exists() else 0
        process = _spawn(places, tools)
        if _wait_until_ready(places, process, deadline):
            return
        said = places.log.read_bytes()[seen:].decode(errors="replace")
        if STILL_ENDING not in said or time.monotonic() > ending:
            raise cluster.explain(said, places)
        time.sleep(1)


def _spawn(places: Places, tools: Programs) -> subprocess.Popen[bytes]:
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    stale = pid_of(places)
    if stale:
        # The number belongs to another program by now, or to a zombie that nobody reaps. PostgreSQL would take it
        # for a second server and refuse; called its grandparent, it is passed over, and all other checks stay.
        environment["PG_GRANDPARENT_PID"] = str(stale)
    with places.log.open("ab") as log:
        return subprocess.Popen(
            [tools.path("postgres"), "-D", str(places.data)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=tools.user,
            group=cluster.group_of(tools),
            extra_groups=[] if tools.user else None,
            cwd=places.cluster,
            env=environment,
            start_new_session=True,  # Ctrl C at the terminal ends Rapport first, then this
        )


def _wait_until_ready(
    places: Places, process: subprocess.Popen[bytes] | None, deadline: float
) -> bool:
    """Return True once the server takes connections, False when its process ended before."""
    while time.monotonic() < deadline:
        if process is not None and process.poll() is not None:
            return False
        if _is_ready(places, process):
            return True
        time.sleep(STEP)
    raise StartTooSlow(seconds=START_SECONDS, log=places.log)


def _is_ready(places: Places, process: subprocess.Popen[bytes] | None) -> bool:
    try:
        lines = places.pid_file.read_text(encoding="ascii").splitlines()
    except OSError:
        return False
    ours = process is None or (lines and lines[0].strip() == str(process.pid))
    return bool(ours) and len(lines) >= 8 and lines[7].strip() == "ready"


def _make_database(server: Server) -> None:
    with psycopg.connect(**server.parameters("postgres"), autocommit=True) as connection:
        found = connection.execute(
            "select 1 from pg_database where datname = %s", [cluster.OWNER]
        ).fetchone()
        if not found:
            connection.execute(
                sql.SQL("create database {} template template0").format(
                    sql.Identifier(cluster.OWNER)
                )
            )


def stop(places: Places) -> None:
    """Stop the server: connections are ended, everything confirmed is on disk."""
    pid = pid_of(places)
    if pid is None or not serves(pid, places.data):
        return
    for sign, seconds in ((signal.SIGINT, STOP_SECONDS), (signal.SIGQUIT, STOP_SECONDS)):
        os.kill(pid, sign)
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            _reap(pid)
            if not is_alive(pid):
                return
            time.sleep(STEP)
    raise StopTooSlow(seconds=2 * STOP_SECONDS, log=places.log)


def _reap(pid: int) -> None:
    """Take note of the end of our own child, which stays as a zombie otherwise."""
    try:
        os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return
