"""The life of a bulk verb: started, written slice by slice, cancelled, taken back as a whole or row by row."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action, current_group
from rapport.core.bulk.choosing import Chosen, Left, freeze, sort_out
from rapport.core.bulk.events import BulkAdvanced, BulkQueued, BulkUndoAsked
from rapport.core.bulk.known import verb_of
from rapport.core.bulk.models import BulkLeft, BulkRun, BulkSlice, Outcome, State
from rapport.core.bulk.queries import verb_of_run
from rapport.core.bulk.slices import note_taken_back, note_written
from rapport.core.bulk.verbs import Values, Verb
from rapport.core.errors import Conflict, RowsRefused
from rapport.core.events.actions import publish
from rapport.core.notifications.actions import notify
from rapport.core.undo.actions import NothingToUndo, undo
from rapport.core.undo.narrowing import Only

AT_ONCE = 200  # rows that are written while one waits; more are written in the background


class HasEnded(Conflict):
    """This has ended already."""


class CannotUndoThis(Conflict):
    """There is nothing here that could be undone."""


@action
def start_bulk(
    chosen: Chosen,
    verb_name: str,
    *,
    by: User,
    at: datetime,
    values: Values,
    in_background: bool | None = None,
) -> BulkRun:
    """Do something with many rows: a few at once, more in the background. Which rows are meant is fixed now.

    Errors: UnknownVerb, NothingChosen, TooManyChosen, and what the verb says about its values.
    """
    require(by, verb_of(verb_name, chosen.spec.name).right)
    verb = verb_of(verb_name, chosen.spec.name)
    run = BulkRun.objects.create(
        user=by,
        list_name=chosen.spec.name,
        query=chosen.query,
        verb=verb.name,
        values=dict(values),
        asked_at=at,
    )
    run.total = freeze(run, chosen, verb, by)
    run.save(update_fields=["total"])
    if in_background is None:
        in_background = run.total > AT_ONCE
    if in_background:
        publish(BulkQueued(run_id=run.pk), by=by, at=at)
        return run
    return write_bulk_slice(run.pk, by=by, at=at)


@action
def write_bulk_slice(run_id: int, *, by: User, at: datetime) -> BulkRun:
    """Write the next slice of a run, wholly or not at all, and end the run after its last one. May be asked twice."""
    require(by, verb_of_run(run_id).right)
    run = BulkRun.objects.select_for_update().get(pk=run_id)
    if run.state not in {State.QUEUED, State.WORKING}:
        return run
    waiting = run.slices.filter(done_at=None).order_by("number")
    piece = None if run.cancel_asked_at else waiting.first()
    if piece is not None:
        _write_slice(run, piece, by, at)
        run.state = State.WORKING
    if run.cancel_asked_at or not waiting.exists():
        run.state = State.CANCELLED if run.cancel_asked_at else State.DONE
        run.ended_at = at
        _tell(run, by, at)
    run.save()
    publish(BulkAdvanced(run_id=run.pk), by=by, at=at)
    return run


def _write_slice(run: BulkRun, piece: BulkSlice, by: User, at: datetime) -> None:
    verb = verb_of(run.verb)
    able, left = sort_out(verb, piece.ids, run.values, by)
    changed = _write(verb, able, run.values, by, at, left)
    note_written(piece, changed, group=current_group(), at=at)
    BulkLeft.objects.bulk_create(
        [
            BulkLeft(run=run, row_id=pk, outcome=outcome, reason=why)
            for pk, (outcome, why) in left.items()
        ],
        batch_size=5_000,
    )
    wrong = sum(outcome == Outcome.ERROR for outcome, _why in left.values())
    run.done += len(piece.ids)
    run.changed += len(changed)
    run.errors += wrong
    run.skipped += len(left) - wrong
    run.unchanged += len(piece.ids) - len(left) - len(changed)


def _write(
    verb: Verb, ids: Sequence[int], values: Values, by: User, at: datetime, left: Left
) -> list[int]:
    """Write, without the rows that a rule refuses; if the database refuses, do it in halves until the row is found."""
    if not ids:
        return []
    try:
        with transaction.atomic():
            changed = verb.write(ids, values, by=by, at=at)
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return list(changed)
    except RowsRefused as error:
        left.update({pk: (Outcome.SKIPPED.value, why) for pk, why in error.rows.items()})
        return _write(verb, [pk for pk in ids if pk not in error.rows], values, by, at, left)
    except (IntegrityError, DataError) as error:
        if len(ids) == 1:
            said = str(error).splitlines()[0][:200]
            why = _("The database refused it: %(reason)s") % {"reason": said}
            left[ids[0]] = (Outcome.ERROR.value, why)
            return []
    middle = len(ids) // 2
    return [
        *_write(verb, ids[:middle], values, by, at, left),
        *_write(verb, ids[middle:], values, by, at, left),
    ]


def _tell(run: BulkRun, by: User, at: datetime) -> None:
    """Ring the bell of whoever went on working meanwhile."""
    if run.total <= AT_ONCE:
        return
    verb = verb_of(run.verb)
    counts = {"what": verb.says(run.values) or str(verb.label), "changed": str(run.changed)}
    link = reverse("bulk:open", args=[run.pk])
    kind = "bulk_undone" if run.state == State.UNDONE else "bulk_done"
    notify([by.pk], kind, counts, sender=by, at=at, link=link, once=f"{kind}:{run.pk}:{run.undone}")


def fail_bulk(run_id: int, *, at: datetime, failure: str) -> None:
    """Say that a run could not go on, and why. A part of the job: the right itself may be what is missing."""
    BulkRun.objects.filter(pk=run_id).update(state=State.FAILED, failure=failure, ended_at=at)


@action
def cancel_bulk(run_id: int, *, by: User, at: datetime) -> BulkRun:
    """Stop a run after its present slice. Errors: HasEnded."""
    require(by, verb_of_run(run_id, by).right)
    run = BulkRun.objects.select_for_update().get(pk=run_id)
    if not run.can_be_cancelled:
        raise HasEnded
    run.cancel_asked_at = at
    if run.state == State.QUEUED:
        run.state, run.ended_at = State.CANCELLED, at
    run.save(update_fields=["cancel_asked_at", "state", "ended_at"])
    publish(BulkAdvanced(run_id=run.pk), by=by, at=at)
    return run


@action
def undo_bulk(run_id: int, *, by: User, at: datetime) -> BulkRun:
    """Take back all that a run wrote: a few rows at once, more in the background. Errors: CannotUndoThis."""
    require(by, verb_of_run(run_id, by).right)
    run = BulkRun.objects.select_for_update().get(pk=run_id)
    if not run.can_be_undone:
        raise CannotUndoThis
    run.state = State.UNDOING
    run.save(update_fields=["state"])
    if run.total > AT_ONCE:
        publish(BulkUndoAsked(run_id=run.pk), by=by, at=at)
        return run
    return undo_bulk_slice(run_id, by=by, at=at)


@action
def undo_bulk_slice(run_id: int, *, by: User, at: datetime) -> BulkRun:
    """Take back one slice, the last one first; rows that were edited since stay. May be asked twice."""
    require(by, verb_of_run(run_id).right)
    run = BulkRun.objects.select_for_update().get(pk=run_id)
    if run.state != State.UNDOING:
        return run
    waiting = run.slices.exclude(changed=[]).filter(undone_at=None).order_by("-number")
    piece = waiting.first()
    if piece is not None:
        _take_back(run, piece, by, at)
        piece.undone_at = at
        piece.save(update_fields=["undone_at"])
    if not waiting.exists():
        run.state, run.undone_at = State.UNDONE, at
        _tell(run, by, at)
    run.save()
    publish(BulkAdvanced(run_id=run.pk), by=by, at=at)
    return run


@action
def undo_bulk_rows(run_id: int, row_ids: Collection[int], *, by: User, at: datetime) -> int:
    """Take back what a run did to single rows; return how many went back. Errors: CannotUndoThis."""
    require(by, verb_of_run(run_id, by).right)
    run = BulkRun.objects.select_for_update().get(pk=run_id)
    before = run.undone
    if run.is_running:
        raise CannotUndoThis
    for piece in run.slices.filter(changed__overlap=list(row_ids)):
        _take_back(run, piece, by, at, set(row_ids))
    run.save()
    return run.undone - before


def _take_back(
    run: BulkRun, piece: BulkSlice, by: User, at: datetime, rows: Collection[int] | None = None
) -> None:
    left = set(piece.changed) - set(piece.undone) - set(piece.kept)
    wanted = left if rows is None else left & set(rows)
    if not wanted:
        return
    kept = wanted - _went_back(run, piece, wanted, by, at)
    note_taken_back(piece, wanted - kept, kept)
    run.kept += len(kept)
    run.undone += len(wanted) - len(kept)


def _went_back(
    run: BulkRun, piece: BulkSlice, wanted: set[int], by: User, at: datetime
) -> set[int]:
    """Take these rows back; return which went."""
    verb = verb_of(run.verb)
    if verb.take_back is not None:
        return wanted & set(verb.take_back(sorted(wanted), run.values, by=by, at=at))
    rows_meant = Only(verb.model, wanted)
    group = piece.group or UUID(int=0)
    only = None if len(wanted) == len(piece.changed) else rows_meant
    try:
        return wanted - rows_meant.kept(undo(group, by=by, at=at, only=only).refused)
    except NothingToUndo:
        return wanted
