"""The steps of a running import, each one transaction: begin, stage rows, write rows, end."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from rapport.core.access.actions import require_row
from rapport.core.access.models import User
from rapport.core.action import action, continue_group
from rapport.core.events.actions import publish
from rapport.core.imports import staging, writing
from rapport.core.imports.actions import ImportIsRunning
from rapport.core.imports.events import ImportEnded, RowsImported
from rapport.core.imports.kinds import kind_of
from rapport.core.imports.models import ImportRun, State
from rapport.core.imports.queries import batch_of
from rapport.core.notifications.actions import notify
from rapport.core.pages.formats import number
from rapport.core.search.rebuilding import rebuild

LONG = timedelta(seconds=15)  # of a shorter one she waits for the page
TOLD = {State.DONE.value: "import_done", State.FAILED.value: "import_failed"}


@action
def begin_reading(run_id: int, *, by: User, at: datetime, total: int | None) -> ImportRun:
    """Make an empty staging table: at the start, and again when the old one was lost."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    staging.create(staging.table_of(run), kind_of(run.kind, by))
    run.state, run.staged, run.total = State.READING, 0, total
    run.save(update_fields=["state", "staged", "total"])
    return run


@action
def stage_rows(
    run_id: int,
    rows: list[staging.Staged],
    columns: list[str],
    *,
    by: User,
    at: datetime,
    after: int,
) -> ImportRun:
    """Keep the next rows of the file, which follow row `after`. Errors: ImportIsRunning when another worker went on."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if run.state != State.READING or run.staged != after:
        raise ImportIsRunning
    staging.copy(staging.table_of(run), columns, rows)
    run.staged = after + len(rows)
    run.save(update_fields=["staged"])
    return run


@action
def begin_writing(run_id: int, *, by: User, at: datetime) -> ImportRun:
    """All rows are staged: group them, and let the kind prepare what all of them need."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    continue_group(run.group)
    kind = kind_of(run.kind, by)
    staging.finish(staging.table_of(run), kind, match=run.match)
    if kind.prepare is not None and not run.is_trial:
        for name, ids in kind.prepare(batch_of(run, by, at, 1, run.staged)).items():
            rebuild(name, ids)
    run.state, run.total, run.read = State.WRITING, run.staged, run.staged
    run.save(update_fields=["state", "total", "read"])
    return run


@action
def write_rows(run_id: int, *, by: User, at: datetime, low: int, high: int) -> ImportRun:
    """Write one batch, wholly or not at all; what it wrote can be undone with the run."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if run.state != State.WRITING or run.written != low - 1:
        raise ImportIsRunning
    continue_group(run.group)
    stretch = staging.cut(run, low, high)
    kind, batch = kind_of(run.kind, by), batch_of(run, by, at, low, high, table=stretch)
    tally = writing.decide(kind, batch) if run.is_trial else writing.write(kind, batch)
    writing.keep_issues(batch, run.pk)
    _count(run, tally)
    run.written = high
    run.save(update_fields=["written", *writing.COUNTERS.values(), "records"])
    if not run.is_trial:
        told = RowsImported(
            run_id=run.pk,
            kind=run.kind,
            created=tally.rows.get("created", 0),
            updated=tally.rows.get("updated", 0),
        )
        publish(told, by=by, at=at)
    return run


def _count(run: ImportRun, tally: writing.Tally) -> None:
    for outcome, counter in writing.COUNTERS.items():
        setattr(run, counter, getattr(run, counter) + tally.rows.get(outcome.value, 0))
    tally.add_records(run.records)
    run.records = tally.records


@action
def end_import(
    run_id: int, *, by: User, at: datetime, state: str = State.DONE, failure: str = ""
) -> ImportRun:
    """Close the run: done, failed with a sentence, or cancelled; the staging table goes."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    staging.drop(run)
    run.state, run.failure, run.ended_at = state, failure, at
    run.save(update_fields=["state", "failure", "ended_at"])
    publish(ImportEnded(run_id=run.pk, state=str(state)), by=by, at=at)
    _tell(run, by, at)
    return run


def _tell(run: ImportRun, by: User, at: datetime) -> None:
    """Ring the bell of whoever went on working meanwhile."""
    lasted = at - (run.started_at or at)
    if run.is_trial or run.state not in TOLD or lasted < LONG:
        return
    names = ("created", "updated", "errors")
    counts = {name: number(getattr(run, name)) for name in names} | {"name": run.name}
    link = reverse("imports:open", args=[run.pk])
    once = f"{TOLD[run.state]}:{run.group}"
    notify([run.started_by_id], TOLD[run.state], counts, sender=by, at=at, link=link, once=once)
