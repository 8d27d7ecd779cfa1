"""Driving a run from its file to its end: each step is one action in one transaction, and a killed worker's
successor goes on where the last one was confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import islice

from django.db import connection

from rapport.core.access.models import User
from rapport.core.errors import Conflict, RapportError
from rapport.core.imports import reading, staging, steps
from rapport.core.imports.dialects import Dialect
from rapport.core.imports.models import ImportRun, State
from rapport.core.imports.queries import LOCK, local_file, stager_of

READ_AT_ONCE = 10_000
WRITE_AT_ONCE = 20_000

Clock = Callable[[], datetime]


class WorkedOnElsewhere(Conflict):
    """Another process works on this import. Wait until it has ended."""


def drive(run_id: int, *, by: User, clock: Clock, wait: bool = False) -> None:
    """Bring a run to its end; whoever comes second waits, or is told to come again.

    It must come again: the first may have been killed, while its session still ends the statement it was at.
    Errors: WorkedOnElsewhere.
    """
    lock = "SELECT pg_advisory_lock(%s, %s)" if wait else "SELECT pg_try_advisory_lock(%s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(lock, [LOCK, run_id])
        if cursor.fetchone()[0] is False:
            raise WorkedOnElsewhere
    try:
        _drive(run_id, by, clock)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, run_id])


def _drive(run_id: int, by: User, clock: Clock) -> None:
    run = ImportRun.objects.get(pk=run_id)
    if run.state not in {State.QUEUED, State.READING, State.WRITING}:
        return
    try:
        if run.state != State.WRITING or staging.staged_rows(run) != run.staged:
            run = _read(run, by, clock)
        if run.cancel_asked_at is None:
            run = _write(run, by, clock)
    except RapportError as error:
        steps.end_import(run_id, by=by, at=clock(), state=State.FAILED, failure=error.sentence())
        return
    state = State.DONE if run.cancel_asked_at is None else State.CANCELLED
    steps.end_import(run_id, by=by, at=clock(), state=state)


def _read(run: ImportRun, by: User, clock: Clock) -> ImportRun:
    """Stage the file's rows, from where the last worker stopped."""
    with local_file(run) as path:
        dialect = Dialect.stored(run.dialect)
        if run.state != State.READING or staging.staged_rows(run) != run.staged:
            total = reading.about(path, dialect)
            run = steps.begin_reading(run.pk, by=by, at=clock(), total=total)
        stager = stager_of(run)
        numbered = enumerate(reading.rows(path, dialect), start=1)
        rows = (stager.stage(n, row) for n, row in islice(numbered, run.staged, None))
        for chunk in staging.chunks(rows, READ_AT_ONCE):
            run = steps.stage_rows(
                run.pk, chunk, stager.columns, by=by, at=clock(), after=run.staged
            )
            if run.cancel_asked_at is not None:
                return run
    return steps.begin_writing(run.pk, by=by, at=clock())


def _write(run: ImportRun, by: User, clock: Clock) -> ImportRun:
    while run.written < run.staged and run.cancel_asked_at is None:
        low, high = run.written + 1, min(run.written + WRITE_AT_ONCE, run.staged)
        run = steps.write_rows(run.pk, by=by, at=clock(), low=low, high=high)
    return run
