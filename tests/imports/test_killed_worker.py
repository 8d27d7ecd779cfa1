"""A worker is killed in the middle of an import, again and again; its successors bring the run to its end."""

import signal
import subprocess
import sys
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection
from django.db.models import Count, Sum
from django.test import override_settings
from django.urls import reverse
from procrastinate.contrib.django import app
from psycopg.conninfo import make_conninfo

from rapport.core.imports.actions import ask_undo_import, start_import, undo_import
from rapport.core.imports.driving import WorkedOnElsewhere, drive
from rapport.core.imports.queries import LOCK
from rapport.core.search.models import SearchEntry
from rapport.sales.orders.models import Order, OrderLine
from tests.imports.conftest import counts
from tests.setup.conftest import ROOT, environment

LINES, PER_ORDER = 45_000, 90
GATE = 20_260_918
PATIENCE = 60
HELD = (
    "SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
    " WHERE d.datname = current_database() AND locktype = 'advisory'"
)
MOMENTS = {  # where the worker is killed: in the transaction that …
    "reads": "core_importrun WHEN (NEW.state = 'reading' AND NEW.staged = 20000)",
    "stages": "core_importrun WHEN (NEW.state = 'writing' AND OLD.state = 'reading')",
    "writes": "core_importrun WHEN (NEW.written = 40000 AND OLD.written = 20000)",
    "finishes": "core_importrun WHEN (NEW.state = 'done')",
}


@pytest.fixture
def storage(tmp_path):
    """The worker and the test keep files in the same folder."""
    place = {"location": str(tmp_path / "home" / "files")}
    stores = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": place},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    with override_settings(STORAGES=stores):
        yield


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


def kill_at(moment, gate, worker):
    """Let a worker come to a moment inside a transaction, and kill it there."""
    gate.execute("SELECT pg_advisory_lock(%s)", [GATE])
    gate.execute(
        "CREATE TRIGGER test_gate BEFORE UPDATE ON"
        f" {MOMENTS[moment].replace(' WHEN', ' FOR EACH ROW WHEN')} EXECUTE FUNCTION test_gate()"
    )
    process = worker()
    until(gate, f"SELECT EXISTS ({HELD} AND objid = {GATE} AND NOT granted)")
    process.send_signal(signal.SIGKILL)
    process.wait()
    gate.execute("SELECT pg_advisory_unlock(%s)", [GATE])
    until(gate, f"SELECT NOT EXISTS ({HELD})")
    gate.execute("DROP TRIGGER test_gate ON core_importrun")
    # half a minute without a heartbeat goes by, and the clock calls for what is stalled
    gate.execute("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
    task = app.tasks["rapport.core.events.jobs.retry_stalled"]
    task.configure(queueing_lock="retry_stalled").defer(timestamp=0)


def test_every_line_is_there_once(
    transactional_db, storage, gate, worker, drafted, admin, at, signed_in
):
    text = "order,sku,qty,price\n" + "".join(
        f"{n // PER_ORDER},A{n % 7},{n % 5 + 1},1.25\n" for n in range(LINES)
    )
    run = drafted("orders", text)
    start_import(run.pk, by=admin, at=at)
    client, page = signed_in(admin), reverse("imports:watch", args=[run.pk])
    confirmed = []
    for moment in MOMENTS:
        kill_at(moment, gate, worker)
        run.refresh_from_db()
        confirmed.append((run.state, run.staged, run.written, OrderLine.objects.count()))
        assert "goes on by itself" in client.get(page).content.decode()
    assert confirmed == [
        ("reading", 10_000, 0, 0),
        ("reading", LINES, 0, 0),
        ("writing", LINES, 20_000, 20_070),
        ("writing", LINES, LINES, LINES),
    ]
    worker()
    until(gate, f"SELECT state = 'done' FROM core_importrun WHERE id = {run.pk}")
    run.refresh_from_db()
    assert counts(run) == (LINES, LINES, 0, 0, 0, 0)
    assert run.records == {"orders": LINES // PER_ORDER, "credit_notes": 0, "lines": LINES}
    assert Order.objects.count() == LINES // PER_ORDER
    lines = OrderLine.objects.aggregate(n=Count("source_row", distinct=True), q=Sum("quantity"))
    assert lines == {"n": LINES, "q": sum(n % 5 + 1 for n in range(LINES))}
    assert SearchEntry.objects.filter(kind="order").count() == LINES // PER_ORDER
    ask_undo_import(run.pk, by=admin, at=at)
    assert undo_import(run.pk, by=admin, at=at).kept_by_undo == 0
    assert not OrderLine.objects.exists()


def test_whoever_comes_second_comes_again(drafted, admin, at, gate):
    run = drafted("products", "sku,name\nA1,Anchor\n")
    start_import(run.pk, by=admin, at=at)
    gate.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, run.pk])
    with pytest.raises(WorkedOnElsewhere):
        drive(run.pk, by=admin, clock=lambda: at)
    gate.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, run.pk])
    drive(run.pk, by=admin, clock=lambda: at)
    run.refresh_from_db()
    assert counts(run) == (1, 1, 0, 0, 0, 0)
