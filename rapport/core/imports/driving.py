"""Driving a run from its file to its end: each step is one action in one transaction, and a killed worker's
successor goes on where the last one was confirmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import islice

from django.db import connection

from rapport.core.access.models import User
from rapport.core.errors import Conflict, RapportError
from rapport.core.imports import decisions, reading, staging, steps
from rapport.core.imports.dialects import Dialect
from rapport.core.imports.models import WORKED_ON, ImportRun, State
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
    if run.state not in WORKED_ON:
        return
    try:
        run = _go_on(run, by, clock)
    except steps.NotWaiting:
        return
    except RapportError as error:
        steps.end_import(run_id, by=by, at=clock(), state=State.FAILED, failure=error.sentence())
        return
    if run.pause_asked_at is not None and run.cancel_asked_at is None:
        steps.rest_import(run_id, by=by, at=clock())
        return
    state = State.DONE if run.cancel_asked_at is None else State.CANCELLED
    steps.end_import(run_id, by=by, at=clock(), state=state)


def _go_on(run: ImportRun, by: User, clock: Clock) -> ImportRun:
    """Do what is still to be done of reading, checking and writing, unless somebody asks to stop."""
    begun = run.state in {State.CHECKING, State.WRITING}
    if not begun or staging.staged_rows(run) != run.staged:
        run = _read(run, by, clock)
    if not run.is_to_stop:
        run = _check(run, by, clock)
    if not run.is_to_stop and not run.is_trial:
        run = _write(run, by, clock)
    return run


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
            if run.is_to_stop:
                return run
    return steps.begin_checking(run.pk, by=by, at=clock())


def _check(run: ImportRun, by: User, clock: Clock) -> ImportRun:
    """Decide what will become of each row, from where the last worker stopped."""
    if not decisions.stand(run):
        run = steps.begin_checking(run.pk, by=by, at=clock())
    while run.state == State.CHECKING and run.checked < run.staged and not run.is_to_stop:
        low, high = run.checked + 1, min(run.checked + WRITE_AT_ONCE, run.staged)
        run = steps.check_rows(run.pk, by=by, at=clock(), low=low, high=high)
    if run.state == State.CHECKING and not run.is_to_stop:
        run = steps.end_checking(run.pk, by=by, at=clock())
    return run


def _write(run: ImportRun, by: User, clock: Clock) -> ImportRun:
    while run.written < run.staged and not run.is_to_stop:
        low, high = run.written + 1, min(run.written + WRITE_AT_ONCE, run.staged)
        run = steps.write_rows(run.pk, by=by, at=clock(), low=low, high=high)
    return run
