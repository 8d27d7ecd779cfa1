"""Bringing records back from the trash, and deleting them for good."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.assembly import listed
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.files.models import Attachment
from rapport.core.search.actions import mark_what_is_written, refill_what_was_marked
from rapport.core.trash.events import TrashPurged
from rapport.core.trash.kinds import Trashable
from rapport.core.trash.queries import expired, kind_of

BATCH = 500


class StillUsed(Conflict):
    """“%(name)s” cannot be deleted for good: %(what)s still refer to it. Delete those first."""


class NothingChosen(Invalid):
    """Nothing is selected. Select the records first."""


def read_keys(keys: Sequence[str]) -> dict[str, list[int]]:
    """Return kind → ids from what a form sends (`party:17`)."""
    chosen: dict[str, list[int]] = {}
    for key in keys:
        kind, _, number = key.partition(":")
        if not number.isdecimal() or len(number) > 18:
            raise Missing
        chosen.setdefault(kind, []).append(int(number))
    return chosen


@action
def restore_rows(keys: Sequence[str], *, by: User, at: datetime) -> int:
    """Bring the chosen records back, each by its own room's verb; return how many."""
    require(by, "core.restore_trash")
    if not keys:
        raise NothingChosen
    for kind, ids in read_keys(keys).items():
        for row_id in ids:
            kind_of(kind).restore(row_id, by=by, at=at)
    return len(keys)


@action
def purge_rows(keys: Sequence[str], *, by: User, at: datetime) -> int:
    """Delete the chosen records for good, with what hangs on them; return how many. Cannot be undone."""
    require(by, "core.purge_trash")
    if not keys:
        raise NothingChosen
    count = 0
    for kind, ids in read_keys(keys).items():
        spec = kind_of(kind)
        rows = spec.rows.within(by, "core.purge_trash")
        found = rows.filter(pk__in=ids, trashed_at__isnull=False)
        gone = list(found.values_list("pk", flat=True))
        if len(gone) < len(set(ids)):
            raise Missing
        _delete(kind, spec, gone, by=by, at=at)
        count += len(gone)
    return count


@action
def purge_expired(kind: str, *, by: User, at: datetime) -> int:
    """Delete what has lain in the trash for 30 days, a batch at a time; what is still in use stays there."""
    require(by, "core.purge_trash")
    spec, count = kind_of(kind), 0
    for row_id in expired(kind, at, BATCH):
        try:
            with transaction.atomic():
                _delete(kind, spec, [row_id], by=by, at=at)
                count += 1
        except StillUsed:
            continue
    return count


def _delete(kind: str, spec: Trashable, ids: list[int], *, by: User, at: datetime) -> None:
    if not ids:
        return
    mark = mark_what_is_written()
    for label, model in listed("attachments").items():
        if model is spec.model:
            Attachment.objects.filter(kind=label, row_id__in=ids).delete()
    try:
        spec.model._default_manager.filter(pk__in=ids).delete()
    except ProtectedError as error:
        raise _still_used(spec, ids, error.protected_objects) from error
    except RestrictedError as error:
        raise _still_used(spec, ids, error.restricted_objects) from error
    refill_what_was_marked(mark)
    publish(TrashPurged(kind=kind, row_ids=ids), by=by, at=at)


def _still_used(spec: Trashable, ids: list[int], blockers: set[models.Model]) -> StillUsed:
    counts = Counter(type(row) for row in blockers)
    what = ", ".join(
        f"{n} {model._meta.verbose_name if n == 1 else model._meta.verbose_name_plural}"
        for model, n in counts.most_common()
    )
    rows = spec.model._default_manager.filter(pk__in=ids)
    name = rows.values_list(spec.name, flat=True).first()
    return StillUsed(name=name, what=what)
