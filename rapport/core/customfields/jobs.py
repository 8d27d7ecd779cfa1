"""Work in the background: values of a purged field are deleted, indexes follow the fields."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.customfields.actions import empty_values, forget_records, mark_found_anew
from rapport.core.customfields.entities import targets
from rapport.core.customfields.events import (
    CustomFieldAdded,
    CustomFieldEdited,
    CustomFieldPurged,
    CustomFieldRemoved,
    CustomFieldRestored,
)
from rapport.core.customfields.indexes import tend
from rapport.core.events.reactions import every, on
from rapport.core.trash.events import TrashPurged
from rapport.core.trash.queries import kind_of


@on(CustomFieldPurged, queue="system")
def delete_values(event: CustomFieldPurged, *, by: User, at: datetime) -> None:
    """Delete the values of a purged field, some thousand at a time. May run twice."""
    while empty_values(event.field_id, by=system(), at=at):
        continue
    tend()


@on(CustomFieldAdded, queue="system")
def index_field(_event: CustomFieldAdded, *, by: User, at: datetime) -> None:
    """Make the index by which a new field is sorted and compared."""
    tend()


@on(CustomFieldRestored, queue="system")
def index_again(event: CustomFieldRestored, *, by: User, at: datetime) -> None:
    """Make the index of a field that is back, and let records be found by it again."""
    mark_found_anew(event.field_id, by=system(), at=at)
    tend()


@on(CustomFieldEdited, queue="system")
def find_by_other_words(event: CustomFieldEdited, *, by: User, at: datetime) -> None:
    """Let records be found by what a field is called now, and formulas that read it be sorted by what they make now. May run twice."""
    if event.found_anew:
        mark_found_anew(event.field_id, by=system(), at=at)
    tend()


@on(CustomFieldRemoved, queue="system")
def find_no_more(event: CustomFieldRemoved, *, by: User, at: datetime) -> None:
    """Let records no longer be found by a removed field. May run twice."""
    mark_found_anew(event.field_id, by=system(), at=at)


@on(TrashPurged, queue="system")
def forget_purged(event: TrashPurged, *, by: User, at: datetime) -> None:
    """Take records that were deleted for good off the fields that referred to them. May run twice."""
    model = kind_of(event.kind).model
    kinds = [one.name for one in targets().values() if one.table is model]
    forget_records(kinds, event.row_ids, by=system(), at=at)


@every("40 3 * * *", queue="system")
def tend_indexes(*, by: User, at: datetime) -> None:
    """Make the indexes that a killed worker left undone, and drop those of fields that are gone."""
    tend()
