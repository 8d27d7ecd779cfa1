"""Which custom fields there are, and what somebody may do with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import F, Func, JSONField, Q
from django.db.models.functions import JSONObject

from rapport.core.access.models import Role, User, role_ids
from rapport.core.customfields.entities import Entity, entity_of
from rapport.core.customfields.expressions import as_stored
from rapport.core.customfields.formulas import Formulas, bind
from rapport.core.customfields.models import CustomField, Kind, Reach
from rapport.core.errors import Missing
from rapport.core.formulas.terms import BadFormula

# Asked for by every list and record: by SQL, for half of what the same costs by the ORM.
KEPT = (
    "SELECT * FROM core_customfield WHERE entity = %s AND removed_at IS NULL ORDER BY position, id"
)


class Held(NamedTuple):
    """A field as one user has it: she sees it, and may change it or not."""

    field: CustomField
    may_edit: bool


def fields_for(user: User, entity: str) -> dict[str, Held]:
    """Return key → field of what exists for this user, in order; one query per loaded user.

    A field hidden from her is not among them: everything that names fields asks here, and so tells nothing of it.
    """
    known: dict[str, dict[str, Held]] = user.__dict__.setdefault("_custom_fields", {})
    if entity not in known:
        known[entity] = _held(user, kept(entity))
    return known[entity]


def forget(user: User) -> None:
    """Read the fields anew when this loaded user asks again."""
    user.__dict__.pop("_custom_fields", None)


def kept(entity: str) -> list[CustomField]:
    """Return the fields of a kind of record that are not removed, in order; of formulas those that can be made."""
    return [field for field in all_of(entity) if field.kind != Kind.FORMULA or field.made]


def all_of(entity: str) -> list[CustomField]:
    """Return also those formulas that cannot be made, such as one whose field was taken back."""
    return bind(entity, list(CustomField.objects.raw(KEPT, [entity])))


def formula_in_words(field: CustomField) -> str:
    """Return a formula as it is read, with fields by what they are called now; as it is kept where it cannot be made."""
    others = [one for one in all_of(field.entity) if one.pk != field.pk]
    try:
        return Formulas(entity_of(field.entity), [*others, field]).of(field).shown()
    except BadFormula:
        return field.formula


def removed(entity: str) -> list[CustomField]:
    """Return the removed fields whose values are still kept, the last one first."""
    rows = CustomField.objects.filter(entity=entity, removed_at__isnull=False, purged_at=None)
    return list(rows.order_by("-removed_at"))


def field_of(field_id: int) -> CustomField:
    """Return a field, removed or not. Errors: Missing."""
    found = CustomField.objects.filter(pk=field_id, purged_at=None).first()
    if found is None:
        raise Missing
    return found


def filled(field: CustomField, entity: Entity) -> int:
    """Return how many records have a value."""
    found: int = entity.rows().filter(custom__has_key=field.key).count()
    return found


def required(user: User, entity: str, stage: str) -> list[CustomField]:
    """Return the fields that this user must fill at a stage."""
    held = fields_for(user, entity).values()
    return [one.field for one in held if one.may_edit and stage in one.field.required_at]


def unfilled(user: User, entity: str, stage: str) -> dict[str, Q]:
    """Return by name of each field that this user must fill at a stage the condition of records where it is empty."""
    return {one.name: ~Q(custom__has_key=one.key) for one in required(user, entity, stage)}


def told(user: User, entity: str, row: Any) -> dict[str, Any]:
    """Return those values of a record that this user may see, with what formulas make of it; one query where there are such."""
    return telling(user, entity)(row.custom | made_of(user, entity, row.pk))


def made_of(user: User, entity: str, pk: int) -> dict[str, Any]:
    """Return what formulas make of a record, as it would be stored; one query where there are such."""
    if not any(one.field.made for one in fields_for(user, entity).values()):
        return {}
    found: dict[str, Any] = entity_of(entity).rows().values_list(made(user, entity)).get(pk=pk)[0]
    return found


def made(user: User, entity: str) -> JSONObject:
    """Return what formulas make of a row, by key, as an expression."""
    held = fields_for(user, entity).values()
    return JSONObject(
        **{one.field.key: as_stored(one.field.made) for one in held if one.field.made}
    )


def values_for(user: User, entity: str) -> Any:
    """Return all values of a row, those of formulas too, as an expression; the bare column where there are none."""
    if not any(one.field.made for one in fields_for(user, entity).values()):
        return F("custom")
    both = Func(F("custom"), made(user, entity), template="(%(expressions)s)", arg_joiner=" || ")
    both.output_field = JSONField()
    return both


def telling(user: User, entity: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return the function that keeps of a record's values those that this user may see."""
    keys = list(fields_for(user, entity))
    return lambda values: {key: values[key] for key in keys if values.get(key) is not None}


def reach_of(user: User, field: CustomField) -> Reach:
    """Return what a user may do with a field."""
    if user.is_system or not field.limits:
        return Reach.EDIT
    return field.reach(role_ids(user))


def roles() -> list[Role]:
    """Return the roles for which a field's rights are set."""
    return list(Role.objects.order_by("pk"))


def _held(user: User, fields: list[CustomField]) -> dict[str, Held]:
    """Return what of these fields exists for a user; a formula does not where one that it needs does not."""
    reached = {field.pk: reach_of(user, field) for field in fields}
    hidden = {pk for pk, reach in reached.items() if reach == Reach.HIDDEN}
    return {
        field.key: Held(field, may_edit=reached[field.pk] == Reach.EDIT and not field.made)
        for field in fields
        if field.pk not in hidden and not (field.made and hidden & field.made.uses)
    }
