"""Erasing somebody's rows, in all rooms at once: what no law keeps is deleted, the log of it too, so that nothing brings it back.

These functions ask no right: they are a part of the verb that erases, which has asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import connection, transaction

from rapport.core.assembly import listed
from rapport.core.changes.models import Change
from rapport.core.customfields.expressions import without
from rapport.core.erasure.belonging import Belongings, Model
from rapport.core.erasure.rules import Kept, Rules
from rapport.core.errors import Conflict
from rapport.core.files import store
from rapport.core.files.models import File
from rapport.core.outgoing.models import Outgoing, Step
from rapport.core.records import keys
from rapport.core.references.own import own_fields, rows_of
from rapport.core.search.actions import refill
from rapport.core.search.kinds import kinds
from rapport.core.search.models import SearchEntry
from rapport.core.search.spelling import unlearn
from rapport.core.undo.restore import in_order

EMPTY_EVENTS = """UPDATE core_event SET data = (
  SELECT coalesce(jsonb_object_agg(key, CASE WHEN jsonb_typeof(value) = 'string' THEN '""'::jsonb ELSE value END), '{}')
  FROM jsonb_each(data)) WHERE party_id = ANY(%s::bigint[])"""
EMPTY_LOG = """UPDATE core_change SET before = before - %s::text[]
WHERE table_name = %s AND row_id = ANY(%s::bigint[]) AND before ?| %s::text[]"""


class BeingSent(Conflict):
    """A mail to this person is being sent right now. Try again in a minute."""


@dataclass
class Erased:
    """How many rows of each table were deleted or emptied, and how many of each a law keeps."""

    gone: dict[str, int] = field(default_factory=dict)
    kept: dict[str, int] = field(default_factory=dict)


def rules() -> Rules:
    """Return what stays, and where else to look."""
    found: Rules = listed("erasure")
    return found


def kept_by_law(held: Belongings) -> list[tuple[Kept, list[int]]]:
    """Return what stays of these rows, with the reason."""
    found = []
    for one in rules().kept:
        rows = one.model._base_manager.filter(one.only, pk__any=keys(held.get(one.model, [])))
        if ids := sorted(set(rows.values_list("pk", flat=True))):
            found.append((one, ids))
    return found


def erase(held: Belongings, blank: Mapping[Model, Mapping[str, Any]], *, titles: str) -> Erased:
    """Delete what no law keeps, empty the record itself (`blank`: model → column → value) and forget the log of both.

    `titles` are the words under which it was found. Errors: BeingSent.
    """
    _refuse_what_goes_out(held)
    result, stays = Erased(), kept_by_law(held)
    still = {one.model: set(ids) for one, ids in stays}
    root = next(iter(blank))
    _off_own_fields(root, held[root])
    entries = list(SearchEntry.objects.filter(party_id__any=keys(held[root])))
    for model in reversed(in_order({one._meta.db_table for one in held})):
        ids = [pk for pk in held[model] if pk not in still.get(model, ())]
        if model in blank:
            model._base_manager.filter(pk__any=keys(ids)).update(**blank[model])
        elif ids:
            delete_rows(model, ids)
        if ids:
            result.gone[model._meta.db_table] = len(ids)
            Change.objects.filter(table=model._meta.db_table, row_id__any=keys(ids)).delete()
    for one, ids in stays:
        result.kept[one.model._meta.db_table] = len(ids)
        _empty(one, ids)
    with connection.cursor() as cursor:
        cursor.execute(EMPTY_EVENTS, [keys(held[root])])
    _forget_search(entries, titles)
    return result


def _refuse_what_goes_out(held: Belongings) -> None:
    for model, ids in held.items():
        if issubclass(model, Outgoing):
            rows: Any = model._base_manager.filter(pk__any=keys(ids))
            if rows.filter(state=Step.SENDING).exists():
                raise BeingSent


def _off_own_fields(model: Model, ids: Sequence[int]) -> None:
    """Take the record off the fields of others that refer to it."""
    for one in own_fields(model):
        for pk in ids:
            rows_of(one, [pk]).update(custom=without(one, pk))


def delete_rows(model: Model, ids: list[int]) -> None:
    """Delete rows; of files also what is stored, once nothing else has the same content."""
    if model is File:
        for file in File.objects.filter(pk__any=keys(ids)):
            store.lock(file.sha256)
            if not File.objects.filter(sha256=file.sha256).exclude(pk__in=ids).exists():
                transaction.on_commit(partial(store.remove, file.sha256), robust=True)
    model._base_manager.filter(pk__any=keys(ids)).delete()


def _empty(one: Kept, ids: list[int]) -> None:
    """Empty the columns of kept rows that may tell who it was, and what the log keeps of them."""
    if not one.blank:
        return
    one.model._base_manager.filter(pk__any=keys(ids)).update(**one.blank)
    columns = [str(one.model._meta.get_field(name).column) for name in one.blank]  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(EMPTY_LOG, [columns, one.model._meta.db_table, keys(ids), columns])


def _forget_search(entries: list[SearchEntry], titles: str) -> None:
    """Fill the entries anew of what stays, and forget the words that only this record had."""
    by_kind: dict[str, list[int]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, []).append(entry.object_id)
    for kind, ids in by_kind.items():
        refill(kinds()[kind], ids)
    unlearn(titles)


def forget_log(held: Belongings) -> None:
    """Forget what was logged of rows that are there no more."""
    for model, ids in held.items():
        there = set(model._base_manager.filter(pk__any=keys(ids)).values_list("pk", flat=True))
        gone = [pk for pk in ids if pk not in there]
        if gone:
            Change.objects.filter(table=model._meta.db_table, row_id__any=keys(gone)).delete()
