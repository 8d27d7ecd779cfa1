"""The verbs of an import: uploaded, mapped, queued, then read and written batch by batch, ended, undone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.access.queries import reach
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid
from rapport.core.events.actions import publish
from rapport.core.imports import decisions, staging
from rapport.core.imports.dialects import Dialect
from rapport.core.imports.events import (
    ImportQueued,
    ImportUndoAsked,
    ImportUndone,
)
from rapport.core.imports.kept import listed_of
from rapport.core.imports.kinds import ImportKind, kind_of
from rapport.core.imports.models import (
    WORKED_ON,
    ImportRun,
    Match,
    RememberedMapping,
    State,
)
from rapport.core.sentences import NOT_OFFERED
from rapport.core.undo.actions import NothingToUndo, undo
from rapport.core.undo.touched import Restored

KEPT = timedelta(days=30)


class ImportIsRunning(Conflict):
    """This import runs already. Wait for its end, or cancel it."""


class ImportHasEnded(Conflict):
    """This import has ended already."""


class ImportIsNotPaused(Conflict):
    """This import is not paused."""


class CannotUndoImport(Conflict):
    """There is nothing in this import that could be undone."""


class NothingMapped(Invalid):
    """Say which column holds %(field)s."""


class OutsideReach(Invalid):
    """You cannot give records to this colleague. Choose yourself or somebody in your reach."""


@action
def draft_import(
    *,
    by: User,
    at: datetime,
    kind: str,
    name: str,
    file: str,
    size: int,
    dialect: Dialect,
    columns: Sequence[str],
    mapping: dict[str, int],
    options: dict[str, Any],
) -> ImportRun:
    """Take in a file with the mapping that was guessed; nothing is written until it is queued."""
    require(by, "core.import_data")
    return ImportRun.objects.create(
        kind=kind_of(kind, by).name,
        name=name[:200],
        file=file,
        size=size,
        dialect=dialect.plain(),
        columns=list(columns),
        mapping=mapping,
        options=options,
        owner=by,
        started_by=by,
    )


@action
def redraft_import(
    run_id: int,
    *,
    by: User,
    at: datetime,
    dialect: Dialect,
    columns: Sequence[str],
    mapping: dict[str, int],
    options: dict[str, Any],
) -> ImportRun:
    """Read another sheet of the workbook, with the mapping guessed for it. Errors: ImportIsRunning."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if run.state != State.DRAFT:
        raise ImportIsRunning
    run.dialect, run.columns = dialect.plain(), list(columns)
    run.mapping, run.options = mapping, options
    run.save(update_fields=["dialect", "columns", "mapping", "options"])
    return run


@action
def map_import(
    run_id: int,
    *,
    by: User,
    at: datetime,
    mapping: dict[str, int],
    options: dict[str, Any],
    match: str = Match.SKIP,
    owner_id: int | None = None,
    kind: str | None = None,
) -> ImportRun:
    """Say which column holds what and how rows are matched; remembered for the next file with these headings.

    Errors: ImportIsRunning, OutsideReach, Invalid.
    """
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if run.state != State.DRAFT:
        raise ImportIsRunning
    found = kind_of(kind or run.kind, by)
    if match not in Match.values:
        raise Invalid({"match": str(NOT_OFFERED)})
    owner = _owner_in_reach(by, found, owner_id)
    known = {one.name for one in found.fields}
    run.kind, run.match, run.owner_id = found.name, match, owner
    run.mapping = {
        name: index
        for name, index in mapping.items()
        if name in known and 0 <= index < len(run.columns)
    }
    run.options = options
    run.save(update_fields=["kind", "match", "owner", "mapping", "options"])
    _remember(run, by, at)
    return run


def _remember(run: ImportRun, by: User, at: datetime) -> None:
    RememberedMapping.objects.update_or_create(
        user=by,
        kind=run.kind,
        headings=signature(run.columns),
        defaults={"mapping": run.mapping, "options": run.options, "used_at": at},
    )


def _owner_in_reach(by: User, kind: ImportKind, owner_id: int | None) -> int:
    """Return who will own the imported records. Errors: OutsideReach."""
    owner, scope = owner_id or by.pk, reach(by, kind.right)
    known = User.objects.filter(pk=owner, left_at=None, is_system=False).exists()
    if not known or not (scope.everything or owner in scope.owner_ids):
        raise OutsideReach({"owner": OutsideReach().sentence()})
    return owner


def signature(columns: Sequence[str]) -> str:
    """Return the mark by which a set of headings is known again."""
    return hashlib.sha256("\x1f".join(columns).encode()).hexdigest()


@action
def start_import(run_id: int, *, by: User, at: datetime, is_trial: bool = False) -> ImportRun:
    """Queue the run; a trial reads, checks and counts, and writes nothing. Errors: ImportIsRunning, NothingMapped."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    trial_ended = run.is_trial and run.state in {State.DONE, State.CANCELLED, State.FAILED}
    if run.state != State.DRAFT and not trial_ended:
        raise ImportIsRunning
    kind = kind_of(run.kind, by)
    require(by, kind.right)
    for one in kind.fields:
        if one.required and one.name not in run.mapping:
            sentence = NothingMapped(field=one.label).sentence()
            raise NothingMapped({one.name: sentence}, field=one.label)
    _reset(run)
    run.is_trial, run.state, run.started_at = is_trial, State.QUEUED, at
    run.save()
    publish(ImportQueued(run_id=run.pk), by=by, at=at)
    return run


def _reset(run: ImportRun) -> None:
    for name in (
        "staged",
        "checked",
        "written",
        "read",
        "created",
        "updated",
        "unchanged",
        "skipped",
        "errors",
    ):
        setattr(run, name, 0)
    run.records, run.failure, run.ended_at, run.cancel_asked_at = {}, "", None, None
    run.pause_asked_at, run.paused_in = None, ""
    run.issues.all().delete()


@action
def cancel_import(run_id: int, *, by: User, at: datetime) -> ImportRun:
    """Ask a running import to stop after its present batch. Errors: ImportHasEnded."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if run.state not in {State.DRAFT, State.PAUSED, *WORKED_ON}:
        raise ImportHasEnded
    run.cancel_asked_at = at
    if run.state in {State.DRAFT, State.QUEUED, State.PAUSED}:
        staging.drop(run)
        run.state, run.ended_at = State.CANCELLED, at
    run.save(update_fields=["cancel_asked_at", "state", "ended_at"])
    return run


@action
def pause_import(run_id: int, *, by: User, at: datetime) -> ImportRun:
    """Ask a running import to stand still after its present batch. Errors: ImportHasEnded."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if run.state not in WORKED_ON:
        raise ImportHasEnded
    run.pause_asked_at = at
    if run.state == State.QUEUED:
        run.paused_in, run.state, run.pause_asked_at = run.state, State.PAUSED, None
    run.save(update_fields=["pause_asked_at", "paused_in", "state"])
    return run


@action
def continue_import(run_id: int, *, by: User, at: datetime) -> ImportRun:
    """Let a paused import go on where it stopped. Errors: ImportIsNotPaused."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if run.state != State.PAUSED:
        raise ImportIsNotPaused
    require(by, kind_of(run.kind, by).right)
    run.state, run.paused_in = run.paused_in, ""
    run.save(update_fields=["state", "paused_in"])
    publish(ImportQueued(run_id=run.pk), by=by, at=at)
    return run


@action
def ask_undo_import(run_id: int, *, by: User, at: datetime) -> ImportRun:
    """Queue that everything the run wrote is taken back. Errors: CannotUndoImport."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if not run.can_be_undone:
        raise CannotUndoImport
    run.state = State.UNDOING
    run.save(update_fields=["state"])
    publish(ImportUndoAsked(run_id=run.pk), by=by, at=at)
    return run


@action
def undo_import(run_id: int, *, by: User, at: datetime) -> ImportRun:
    """Take back everything the run wrote; records that were edited since stay and are listed."""
    run = require_row(by, "core.import_data", ImportRun, run_id)
    if run.state == State.UNDONE:
        return run
    try:
        restored = undo(run.group, by=by, at=at)
    except NothingToUndo:
        restored = Restored()
    run.state, run.undone_at, run.kept_by_undo = State.UNDONE, at, restored.refused_count
    run.kept = listed_of(restored)
    run.save(update_fields=["state", "undone_at", "kept_by_undo", "kept"])
    told = ImportUndone(run_id=run.pk, restored=restored.count, refused=restored.refused_count)
    publish(told, by=by, at=at)
    return run


@action
def forget_imports(*, by: User, at: datetime) -> int:
    """Remove the files and staging tables of runs that ended a month ago; counts and reasons stay. Returns how many."""
    require(by, "core.import_data")
    runs = ImportRun.objects.filter(created_at__lt=at - KEPT).exclude(file="")
    old = [run for run in runs if not run.is_running]
    for run in old:
        staging.drop(run)
        decisions.drop(run)
        default_storage.delete(run.file)
        run.file = ""
        if run.state == State.PAUSED:
            run.state, run.ended_at = State.CANCELLED, at
        run.save(update_fields=["file", "state", "ended_at"])
    return len(old)
