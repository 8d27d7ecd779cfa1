"""kill -9 in each phase of a start: the next one comes up by itself, with everything there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg

from rapport.config.launcher.places import places_in
from rapport.config.launcher.server import is_running
from tests.setup.conftest import PATIENCE, ROOT, Running, environment, rapport, wait_for

FOUND = ["--company", "海纳", "--currency", "CNY", "--fiscal-year", "1", "--lang", "en"]
FOUND += ["--zone", "UTC", "--name", "Ada", "--email", "ada@haina.example", "--password-file", "-"]
SLOW = {"DJANGO_SETTINGS_MODULE": "tests.setup.slow.settings"}
WAITS = "select count(*) from pg_locks where locktype = 'advisory' and not granted"


def connect(home: Path) -> psycopg.Connection[tuple[int]]:
    return psycopg.connect(host=str(places_in(home).socket), user="rapport", dbname="rapport")


def ask(home: Path, question: str) -> int:
    """Return a number of the database, 0 while it does not answer."""
    try:
        with connect(home) as connection:
            row = connection.execute(question).fetchone()  # type: ignore[arg-type]
    except psycopg.Error:
        return 0
    return row[0] if row else 0


def kill_when(home: Path, sign: Callable[[], object], **settings: str) -> None:
    """Begin to bring the installation up, and end that process by kill -9 as soon as the sign is seen."""
    process = subprocess.Popen(
        [sys.executable, "-m", "rapport.config.cli", "migrate"],
        env=environment(home, **settings),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    wait_for(lambda: sign() or process.poll() is not None)
    assert process.poll() is None, process.communicate()[1].decode()
    process.kill()
    process.wait(PATIENCE)


def test_the_first_start_in_each_phase(home: Path, kill_server: Callable[[Path], None]) -> None:
    places = places_in(home)
    kill_when(home, lambda: any(places.cluster.glob("data.new*")))
    assert not places.data.exists()
    kill_when(home, places.pid_file.exists)  # while the server starts; the server itself goes on
    kill_when(home, lambda: ask(home, "select count(*) from django_migrations") > 2)
    kill_server(home)
    kill_when(home, lambda: ask(home, "select count(*) from django_migrations") > 10)

    running = Running(home).wait_until_ready()
    assert running.get("/healthz") == (200, "ok")
    assert not list(places.cluster.glob("data.new*"))
    running.stop()
    assert not is_running(places)


def test_an_upgrade_in_each_phase(home: Path, kill_server: Callable[[Path], None]) -> None:
    done = rapport(home, "init", *FOUND, answer="correct horse battery")
    assert done.returncode == 0, done.stderr
    backups = home / "backups"

    running = Running(home).wait_until_ready()  # keeps the server up, so that locks can be held
    with connect(home) as holder:
        holder.execute("lock table core_company in access exclusive mode")
        kill_when(home, lambda: any(backups.glob(".*.dump")), **SLOW)
    assert not list(backups.glob("*.tar"))

    with connect(home) as holder:
        holder.execute("select pg_advisory_lock(4711)")
        kill_when(home, lambda: ask(home, WAITS), **SLOW)
    wait_for(lambda: not ask(home, WAITS))
    assert ask(home, "select count(*) from pg_tables where tablename like 'slow_%'") == 0
    assert len(list(backups.glob("*-before-migration.tar"))) == 1

    holder = connect(home)
    holder.execute("select pg_advisory_lock(4711)")
    kill_when(home, lambda: ask(home, WAITS), **SLOW)
    kill_server(home)  # and the database with it: there is nothing left to commit
    holder.close()
    running.stop()

    done = rapport(home, "migrate", **SLOW)
    assert done.returncode == 0, done.stderr
    running = Running(home).wait_until_ready()
    assert ask(home, "select count(*) from pg_tables where tablename like 'slow_%'") == 2
    assert ask(home, "select count(*) from core_company where name = '海纳'") == 1
    assert not [path for path in backups.glob(".*") if path.name != ".lock"]
    running.stop()
