"""Keeping what became of a slice's rows: thousands of keys at a time, written as PostgreSQL's own arrays."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from rapport.core.bulk.models import BulkSlice
from rapport.core.records import keys

WRITTEN = (
    "UPDATE core_bulkslice SET changed = %s::bigint[], group_id = %s, done_at = %s WHERE id = %s"
)
TAKEN_BACK = "UPDATE core_bulkslice SET undone = undone || %s::bigint[], kept = kept || %s::bigint[] WHERE id = %s"


def note_written(piece: BulkSlice, changed: Collection[int], *, group: UUID, at: datetime) -> None:
    """Keep which rows were changed, under which group. A part of the verb that writes a slice."""
    with connection.cursor() as cursor:
        cursor.execute(WRITTEN, [keys(sorted(changed)), group, at, piece.pk])


def note_taken_back(piece: BulkSlice, undone: Collection[int], kept: Collection[int]) -> None:
    """Keep which rows went back and which stayed. A part of the verb that takes a slice back."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN_BACK, [keys(sorted(undone)), keys(sorted(kept)), piece.pk])
