"""Fields of the company's own are added, changed, put in order, removed, restored and purged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q

from rapport.core.access.actions import StaleVersion, require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.customfields.checking import check, formula_from, options_from
from rapport.core.customfields.entities import Entity, entity_of
from rapport.core.customfields.events import (
    CustomFieldAdded,
    CustomFieldEdited,
    CustomFieldPurged,
    CustomFieldRemoved,
    CustomFieldRestored,
    CustomFieldsOrdered,
)
from rapport.core.customfields.expressions import without
from rapport.core.customfields.formulas import users_of
from rapport.core.customfields.models import MOST_FIELDS, CustomField, Option
from rapport.core.customfields.naming import key_from
from rapport.core.customfields.queries import all_of, field_of, forget
from rapport.core.errors import Conflict, Missing
from rapport.core.events.actions import publish
from rapport.core.pages.formats import series
from rapport.core.search.models import StaleEntry

SLICE = 5_000  # records emptied in one transaction: a second or so
EDITABLE = ("label", "label_zh", "hint", "back", "back_zh", "is_searched", "required_at", "limits")


class TooManyFields(Conflict):
    """There are as many fields as fit: 200. Remove one that nobody fills."""


class FieldNamed(Conflict):
    """“%(name)s” is named by the formulas %(formulas)s. Change or remove them first."""


class NotRemoved(Conflict):
    """This field is in use. Remove it first."""


@action
def add_field(
    entity: str,
    *,
    by: User,
    at: datetime,
    label: str,
    kind: str,
    key: str = "",
    options: Sequence[Option] = (),
    formula: str = "",
    target: str = "",
    is_several: bool = False,
    **details: Any,
) -> CustomField:
    """Add a field to a kind of record; without a key it gets one made from its name."""
    require(by, "core.manage_fields")
    here = entity_of(entity)
    known = CustomField.objects.select_for_update().filter(entity=entity).order_by("pk")
    taken = set(known.values_list("key", flat=True))
    if len(taken) >= MOST_FIELDS:
        raise TooManyFields
    field = CustomField(entity=entity, kind=kind, target=target, is_several=is_several)
    field.position = _next_place(entity)
    _set(field, {"label": label, **details})
    field.key = key or key_from(field.label, taken, "field")
    field.options = options_from(field, options)
    check(field, here, taken=taken)
    field.formula = formula_from(field, here, formula)
    field.save()
    forget(by)
    publish(CustomFieldAdded(field_id=field.pk), by=by, at=at)
    return field


@action
def edit_field(
    field_id: int,
    *,
    by: User,
    at: datetime,
    changes: Mapping[str, Any],
    version: int | None = None,
) -> CustomField:
    """Change what a field is called, offers or demands, and who may see it. Key and kind stay; so do all values.

    An option keeps its key under another name, and retires when it is left out.
    """
    require(by, "core.manage_fields")
    field = _locked(field_id)
    if version is not None and field.version != version:
        raise StaleVersion(field)
    before, here = (field.is_searched, field.options), entity_of(field.entity)
    _set(field, changes)
    if "options" in changes:
        field.options = options_from(field, changes["options"])
    check(field, here)
    if "formula" in changes:
        field.formula = formula_from(field, here, changes["formula"])
    field.save(update_fields=[*EDITABLE, "options", "formula"])
    forget(by)
    is_found = before[0] or field.is_searched
    anew = is_found and before != (field.is_searched, field.options)
    publish(CustomFieldEdited(field_id=field.pk, found_anew=anew), by=by, at=at)
    return field


@action
def order_fields(entity: str, field_ids: Sequence[int], *, by: User, at: datetime) -> None:
    """Put the fields of a kind of record in this order; those left out follow."""
    require(by, "core.manage_fields")
    fields = {field.pk: field for field in all_of(entity_of(entity).name)}
    first = [fields.pop(pk) for pk in dict.fromkeys(field_ids) if pk in fields]
    for place, field in enumerate([*first, *fields.values()]):
        if field.position != place:
            CustomField.objects.filter(pk=field.pk).update(position=place)
    forget(by)
    publish(CustomFieldsOrdered(entity=entity), by=by, at=at)


@action
def remove_field(field_id: int, *, by: User, at: datetime) -> CustomField:
    """Remove a field from all pages. Its values are kept until it is purged, so that it can be restored."""
    require(by, "core.manage_fields")
    field = _locked(field_id)
    if field.removed_at is None:
        if users := users_of(field, all_of(field.entity)):
            named = series(f"“{one.name}”" for one in users)
            raise FieldNamed(name=field.name, formulas=named)
        field.removed_at = at
        field.save(update_fields=["removed_at"])
        forget(by)
        publish(CustomFieldRemoved(field_id=field.pk), by=by, at=at)
    return field


@action
def restore_field(field_id: int, *, by: User, at: datetime) -> CustomField:
    """Bring a removed field back, with its values."""
    require(by, "core.manage_fields")
    field = _locked(field_id)
    if field.removed_at is not None:
        field.removed_at, field.position = None, _next_place(field.entity)
        here = entity_of(field.entity)
        check(field, here)
        formula_from(field, here)
        field.save(update_fields=["removed_at", "position"])
        forget(by)
        publish(CustomFieldRestored(field_id=field.pk), by=by, at=at)
    return field


@action
def purge_field(field_id: int, *, by: User, at: datetime) -> CustomField:
    """Delete a removed field for good. Its values follow in the background; this cannot be undone."""
    require(by, "core.purge_field")
    field = _locked(field_id)
    if field.removed_at is None:
        raise NotRemoved
    field.purged_at = at
    field.save(update_fields=["purged_at"])
    publish(CustomFieldPurged(field_id=field.pk), by=by, at=at)
    return field


@action
def empty_values(field_id: int, *, by: User, at: datetime) -> int:
    """Take the values of a purged field off the next records; when none is left, forget the field. Returns how many."""
    require(by, "core.purge_field")
    field = CustomField.objects.filter(pk=field_id, purged_at__isnull=False).first()
    if field is None:
        return 0
    here = entity_of(field.entity)
    ids = list(_with_value(field, here)[:SLICE])
    if not ids:
        field.delete()
        return 0
    return int(here.rows().filter(pk__in=ids).update(custom=without(field)))


@action
def mark_found_anew(field_id: int, *, by: User, at: datetime) -> int:
    """Let search read the records anew that have a value of this field, some at a time. Returns how many."""
    require(by, "core.manage_fields")
    field = CustomField.objects.filter(pk=field_id).first()
    if field is None:
        return 0
    ids = _with_value(field, entity_of(field.entity))
    marks = [StaleEntry(kind=field.entity, object_id=pk) for pk in ids.iterator()]
    return len(StaleEntry.objects.bulk_create(marks, batch_size=SLICE))


@action
def forget_records(kinds: Sequence[str], ids: Sequence[int], *, by: User, at: datetime) -> int:
    """Take records that are gone for good off the fields that referred to them. Returns how many values that were."""
    require(by, "core.purge_trash")
    fields, count = CustomField.objects.exclude(purged_at__isnull=False), 0
    for field in fields.filter(Q(kind__in=kinds) | Q(target__in=kinds)):
        manager: Any = entity_of(field.entity).rows()
        for pk in ids:
            value = [pk] if field.is_several else pk
            rows = manager.filter(custom__contains={field.key: value})
            count += rows.update(custom=without(field, pk))
    return int(count)


def _with_value(field: CustomField, here: Entity) -> Any:
    rows = here.rows().filter(custom__has_key=field.key)
    return rows.order_by().values_list("pk", flat=True)


def _locked(field_id: int) -> CustomField:
    """Return a field, with all others of its records locked: what formulas name must not change beside one another."""
    field = field_of(field_id)
    known = CustomField.objects.select_for_update().filter(entity=field.entity).order_by("pk")
    found = next((one for one in known if one.pk == field.pk), None)
    if found is None:
        raise Missing
    return found


def _set(field: CustomField, values: Mapping[str, Any]) -> None:
    for name in EDITABLE:
        if name in values:
            value = values[name]
            setattr(field, name, " ".join(value.split()) if isinstance(value, str) else value)


def _next_place(entity: str) -> int:
    return max((field.position for field in all_of(entity)), default=-1) + 1
