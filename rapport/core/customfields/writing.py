"""Writing custom fields into a record: a part of the verbs that add and edit it, which have asked for the right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.customfields.entities import Entity, entity_of, target_of
from rapport.core.customfields.models import PREFIX, CustomField
from rapport.core.customfields.queries import Held, fields_for, required
from rapport.core.customfields.reading import BadValue, read
from rapport.core.customfields.words import ids_of
from rapport.core.errors import Invalid
from rapport.core.pages.formats import series


class NoSuchField(Invalid):
    """There is no field “%(name)s” here."""


class FieldGuarded(Invalid):
    """You can see “%(name)s”, but not change it."""


class FieldCalculated(Invalid):
    """“%(name)s” follows from other fields by its formula, and cannot be entered."""


def set_custom(row: Any, entity: str, given: Mapping[str, Any], *, by: User) -> list[str]:
    """Set custom fields of a record by key, each read as its kind says; return the columns that changed. Saves nothing.

    Errors: Invalid with a sentence per field; a field hidden from this user is one that does not exist.
    """
    here, held = entity_of(entity), fields_for(by, entity)
    values, wrong = dict(row.custom), dict[str, str]()
    for key, raw in given.items():
        try:
            value = _read(held.get(key), key, raw, row.custom.get(key))
        except (NoSuchField, FieldGuarded, FieldCalculated) as error:
            wrong[PREFIX + key] = error.sentence()
            continue
        except BadValue as error:
            wrong[PREFIX + key] = str(error)
            continue
        values.pop(key, None)
        if key in held and held[key].field.is_several:
            value = _with_unseen(held[key].field, value, row.custom.get(key), by)
        if value is not None:
            values[key] = value
    changed = [key for key in given if values.get(key) != row.custom.get(key)]
    wrong |= _unseen([held[key].field for key in changed if key in held], values, row.custom, by)
    wrong |= _emptied(here, row, changed, values, by)
    if wrong:
        raise Invalid(fields=wrong)
    row.custom = values
    return [PREFIX + key for key in changed]


def new_custom(row: Any, entity: str, given: Mapping[str, Any] | None, *, by: User) -> None:
    """Set the custom fields of a new record, and refuse when one is empty that its stage demands. Errors: Invalid."""
    set_custom(row, entity, given or {}, by=by)
    require_filled(row, entity, getattr(row, entity_of(entity).stage), by=by)


def require_filled(row: Any, entity: str, stage: str, *, by: User) -> None:
    """Refuse a stage at which a field is still empty that must be filled. Errors: Invalid, naming them all."""
    empty = [one for one in required(by, entity, stage) if one.key not in row.custom]
    if not empty:
        return
    labels = dict(entity_of(entity).stages)
    words = {"stage": str(labels.get(stage, stage)), "names": series(one.name for one in empty)}
    fields = {one.column: _("Fill this in: it is required for %(stage)s.") % words for one in empty}
    first = entity_of(entity).stage
    raise Invalid(fields=fields | {first: _("Fill in first: %(names)s.") % words})


def are_searched(by: User, entity: str, columns: Iterable[str]) -> bool:
    """Tell whether search finds records by one of these columns."""
    held = fields_for(by, entity)
    keys = [column.removeprefix(PREFIX) for column in columns]
    return any(held[key].field.is_searched for key in keys if key in held)


def _read(held: Held | None, key: str, raw: Any, now: Any) -> Any:
    if held is None:
        raise NoSuchField(name=key[:50])
    if held.field.made:
        raise FieldCalculated(name=held.field.name)
    value = read(held.field, raw, also=now)
    if value != now and not held.may_edit:
        raise FieldGuarded(name=held.field.name)
    return value


def _with_unseen(field: CustomField, value: Any, now: Any, by: User) -> Any:
    """Return the records chosen, and behind them those that stood there already and this user cannot see."""
    left_out = [one for one in ids_of(now) if one not in ids_of(value)]
    if not left_out:
        return value
    rows = target_of(field.refers).visible_to(by).filter(pk__in=left_out)
    seen = set(rows.values_list("pk", flat=True))
    return [*ids_of(value), *(one for one in left_out if one not in seen)] or None


def _unseen(
    fields: Iterable[CustomField], values: Mapping[str, Any], before: Mapping[str, Any], by: User
) -> dict[str, str]:
    """Say which records are referred to that this user cannot see."""
    wrong = {}
    for field in fields:
        if field.refers and field.key in values:
            ids = set(ids_of(values[field.key])) - set(ids_of(before.get(field.key)))
            seen = target_of(field.refers).visible_to(by).filter(pk__in=ids).count()
            if seen < len(ids):
                wrong[field.column] = _("This record does not exist, or you cannot see it.")
    return wrong


def _emptied(
    here: Entity, row: Any, changed: Iterable[str], values: Mapping[str, Any], by: User
) -> dict[str, str]:
    """Say which fields were emptied that the record's stage demands."""
    stage = getattr(row, here.stage) if here.stage else ""
    demanded = {one.key: one for one in required(by, here.name, stage)} if stage else {}
    words = {"stage": str(dict(here.stages).get(stage, stage))}
    return {
        demanded[key].column: _("Fill this in: it is required for %(stage)s.") % words
        for key in changed
        if key in demanded and key not in values
    }
