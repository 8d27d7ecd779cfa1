"""Looking at the database: version, encoding, clock, migrations, journals, jobs."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import datetime, timedelta

from django.db import connection

from rapport.config.backup.migration import pending
from rapport.config.doctor.finding import Finding, fail, ok, warn
from rapport.config.launcher.external import OLDEST
from rapport.config.problem import Problem
from rapport.config.speech import gettext as _

WORKER_SILENT = timedelta(minutes=1)
WAITING_LONG = timedelta(minutes=15)
CLOCK = 5.0  # seconds the two clocks may differ


def look_at_database(at: datetime) -> Generator[Finding, None, bool]:
    """Look at what the database can tell; return whether it is of this version, so that records can be read."""
    yield from _server()
    yield _clock(at)
    try:
        count = pending()
    except Problem as problem:
        yield fail(_("Migrations"), "", str(problem))
        return False
    if count:
        yield warn(
            _("Migrations"), _("%s to do") % count, _("rapport up does them, after a backup.")
        )
        return False
    yield ok(_("Migrations"))
    yield from _jobs(at)
    return True


def _server() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_setting('server_version_num')::int / 10000,"
            " current_setting('server_version'), current_setting('server_encoding')"
        )
        major, version, encoding = cursor.fetchone() or (0, "?", "?")
    found = f"PostgreSQL {version}, {encoding}"
    if major < OLDEST:
        yield fail(_("Database"), found, _("Rapport needs PostgreSQL 15 or newer."))
    elif encoding != "UTF8":
        yield fail(_("Database"), found, _("Create the database anew with ENCODING 'UTF8'."))
    else:
        yield ok(_("Database"), found)


def _clock(at: datetime) -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("select clock_timestamp()")
        row = cursor.fetchone()
    apart = abs((row[0] - at).total_seconds()) if row else 0.0
    if apart > CLOCK:
        return fail(
            _("Clock"),
            _("this machine and the database differ by %.0f seconds") % apart,
            _("Let both follow a time server: codes and reminders depend on it."),
        )
    return ok(_("Clock"))


def _jobs(at: datetime) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("select max(last_heartbeat) from procrastinate_workers")
        seen = (cursor.fetchone() or [None])[0]
        cursor.execute(
            "select count(*) filter (where status = 'failed'),"
            " count(*) filter (where status = 'doing' and (worker_id is null"
            "   or worker_id in (select id from procrastinate_workers where last_heartbeat < %s))),"
            " count(*) filter (where status = 'todo' and coalesce(scheduled_at, %s) < %s)"
            " from procrastinate_jobs",
            [at - WORKER_SILENT, at, at - WAITING_LONG],
        )
        failed, stalled, waiting = cursor.fetchone() or (0, 0, 0)
    if seen is None or at - seen > WORKER_SILENT:
        yield warn(
            _("Worker"), _("does not run"), _("rapport up runs it; without it no job is done.")
        )
    else:
        yield ok(_("Worker"))
    if stalled:
        yield warn(
            _("Jobs"),
            _("%s hang on a worker that is gone") % stalled,
            _("They are taken up again within two minutes while a worker runs."),
        )
    if waiting:
        yield warn(
            _("Jobs"),
            _("%s wait for longer than a quarter of an hour") % waiting,
            _("Is the worker busy or down? See its messages."),
        )
    if failed:
        yield warn(
            _("Jobs"),
            _("%s failed for good") % failed,
            _("Read why in the messages of “rapport up”."),
        )
    if not (stalled or waiting or failed):
        yield ok(_("Jobs"))
