"""Killing a worker at a chosen moment inside a transaction: a gate in the database, at which it comes to stand."""

import signal
import subprocess
import sys
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from procrastinate.contrib.django import app
from psycopg.conninfo import make_conninfo

from tests.setup.conftest import ROOT, environment

GATE = 20_260_918
PATIENCE = 60
HELD = (
    "SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
    " WHERE d.datname = current_database() AND locktype = 'advisory'"
)


@pytest.fixture
def gate():
    """A session beside the test's: it holds the gate at which the worker comes to stand."""
    settings = connection.settings_dict
    conninfo = make_conninfo(
        host=settings["HOST"],
        port=settings["PORT"] or None,
        user=settings["USER"],
        password=settings["PASSWORD"] or None,
        dbname=settings["NAME"],
    )
    with psycopg.connect(conninfo, autocommit=True) as session:
        session.execute("DELETE FROM procrastinate_jobs")
        session.execute(
            f"CREATE FUNCTION test_gate() RETURNS trigger LANGUAGE plpgsql AS"
            f" 'BEGIN PERFORM pg_advisory_xact_lock({GATE}); RETURN NEW; END'"
        )
        yield session
        session.execute("DROP FUNCTION test_gate() CASCADE")
        session.execute("DELETE FROM procrastinate_jobs")
        session.execute("DELETE FROM procrastinate_workers")


@pytest.fixture
def worker(tmp_path):
    """Start a worker, a process of its own, as `rapport up` does."""
    settings, started = connection.settings_dict, []
    where = f"host={quote(settings['HOST'])}" if settings["HOST"].startswith("/") else ""
    host = "" if where else f"{settings['HOST']}:{settings['PORT']}"
    who = ":".join(quote(part) for part in (settings["USER"], settings["PASSWORD"]) if part)
    url = f"postgresql://{who}@{host}/{settings['NAME']}?{where}"
    env = environment(tmp_path / "home", RAPPORT_TESTING=1, RAPPORT_DATABASE_URL=url)

    def start():
        process = subprocess.Popen(
            [sys.executable, "-m", "rapport.config.cli", "worker"],
            env=env,
            cwd=ROOT,
            stdin=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdin.close()


def until(session, truth):
    """Wait in the database until a question is answered with yes."""
    session.execute(
        f"DO $$ BEGIN FOR i IN 1..{PATIENCE * 50} LOOP"
        f" IF ({truth}) THEN RETURN; END IF; COMMIT; PERFORM pg_sleep(0.02); END LOOP;"
        f" RAISE EXCEPTION 'not within {PATIENCE} s'; END $$"
    )


def kill_at(verb, where, gate, worker):
    """Let a worker come to a moment inside a transaction, `verb` a row of a table (“core_importrun WHEN …”), and kill it there."""
    table, _when, truth = where.partition(" WHEN ")
    gate.execute("SELECT pg_advisory_lock(%s)", [GATE])
    gate.execute(
        f"CREATE TRIGGER test_gate BEFORE {verb} ON {table} FOR EACH ROW"
        f" {f'WHEN {truth}' if truth else ''} EXECUTE FUNCTION test_gate()"
    )
    process = worker()
    until(gate, f"SELECT EXISTS ({HELD} AND objid = {GATE} AND NOT granted)")
    process.send_signal(signal.SIGKILL)
    process.wait()
    gate.execute("SELECT pg_advisory_unlock(%s)", [GATE])
    until(gate, f"SELECT NOT EXISTS ({HELD})")
    gate.execute(f"DROP TRIGGER test_gate ON {table}")
    # half a minute without a heartbeat goes by, and the clock calls for what is stalled
    gate.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    task = app.tasks["rapport.core.events.jobs.retry_stalled"]
    task.configure(queueing_lock="retry_stalled").defer(timestamp=0)
