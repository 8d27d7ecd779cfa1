"""The steps of a running import, each one transaction: begin, stage rows, check rows, write rows, end."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse

from rapport.core.access.actions import require_row
from rapport.core.access.models import User
from rapport.core.action import action, continue_group
from rapport.core.errors import Conflict
from rapport.core.events.actions import publish
from rapport.core.imports import decisions, staging, writing
from rapport.core.imports.actions import ImportIsRunning
from rapport.core.imports.events import ImportEnded, RowsImported
from rapport.core.imports.kinds import kind_of
from rapport.core.imports.models import WORKED_ON, ImportRun, State
from rapport.core.imports.queries import batch_of
from rapport.core.notifications.actions import notify
from rapport.core.pages.formats import number
from rapport.core.search.rebuilding import rebuild

LONG = timedelta(seconds=15)  # of a shorter one she waits for the page
TOLD = {State.DONE.value: "import_done", State.FAILED.value: "import_failed"}


class NotWaiting(Conflict):
    """Nobody waits for this import any more: it was cancelled or paused."""


@action
def begin_reading(run_id: int, *, by: User, at: datetime, total: int | None) -> ImportRun:
    """Make an empty staging table: at the start, and again when the old one was lost. Errors: NotWaiting."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if run.state not in WORKED_ON:
        raise NotWaiting
    staging.create(staging.table_of(run), kind_of(run.kind, by))
    run.state, run.staged, run.checked, run.total = State.READING, 0, 0, total
    run.save(update_fields=["state", "staged", "checked", "total"])
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
def begin_checking(run_id: int, *, by: User, at: datetime) -> ImportRun:
    """All rows are staged: group them, and let the kind prepare what all of them need."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    continue_group(run.group)
    kind = kind_of(run.kind, by)
    staging.finish(staging.table_of(run), kind, match=run.match, options=run.options)
    if kind.prepare is not None and not run.is_trial:
        for name, ids in kind.prepare(batch_of(run, by, at, 1, run.staged)).items():
            rebuild(name, ids)
    decisions.create(run, kind)
    run.state, run.total, run.read, run.checked = State.CHECKING, run.staged, run.staged, 0
    run.save(update_fields=["state", "total", "read", "checked"])
    return run


@action
def check_rows(run_id: int, *, by: User, at: datetime, low: int, high: int) -> ImportRun:
    """Decide what will become of one batch, and write nothing of it yet. Errors: ImportIsRunning."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if run.state != State.CHECKING or run.checked != low - 1:
        raise ImportIsRunning
    stretch = staging.cut(run, low, high)
    kind = kind_of(run.kind, by)
    kind.decide(batch_of(run, by, at, low, high, table=stretch))
    decisions.keep(run, kind, stretch)
    run.checked = high
    run.save(update_fields=["checked"])
    return run


@action
def end_checking(run_id: int, *, by: User, at: datetime) -> ImportRun:
    """All rows are decided: a trial is counted, a real run goes on to write them."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if run.state != State.CHECKING:
        raise ImportIsRunning
    decisions.finish(run, kind_of(run.kind, by))
    if run.is_trial:
        decisions.keep_issues(run)
        _count(run, writing.Tally(rows=decisions.count(run)))
    run.state = State.WRITING
    run.save()
    return run


@action
def write_rows(run_id: int, *, by: User, at: datetime, low: int, high: int) -> ImportRun:
    """Write one batch, wholly or not at all; what it wrote can be undone with the run. Errors: ImportIsRunning."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if run.state != State.WRITING or run.written != low - 1:
        raise ImportIsRunning
    continue_group(run.group)
    stretch = staging.cut(run, low, high, is_decided=True)
    tally = writing.write(
        kind_of(run.kind, by), batch := batch_of(run, by, at, low, high, table=stretch)
    )
    writing.keep_issues(batch, run.pk)
    if tally.refused:
        decisions.correct(run, stretch)
    _count(run, tally)
    run.written = high
    run.save(update_fields=["written", *writing.COUNTERS.values(), "records"])
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
def rest_import(run_id: int, *, by: User, at: datetime) -> ImportRun:
    """Let a run stand still where it is, as somebody asked; it goes on from there."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if run.state in WORKED_ON and run.pause_asked_at is not None:
        run.paused_in, run.state, run.pause_asked_at = run.state, State.PAUSED, None
        run.save(update_fields=["paused_in", "state", "pause_asked_at"])
    return run


@action
def end_import(
    run_id: int, *, by: User, at: datetime, state: str = State.DONE, failure: str = ""
) -> ImportRun:
    """Close the run: done, failed with a sentence, or cancelled; the staging table goes."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    staging.drop(run)
    run.state, run.failure, run.ended_at, run.pause_asked_at = state, failure, at, None
    run.save(update_fields=["state", "failure", "ended_at", "pause_asked_at"])
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
