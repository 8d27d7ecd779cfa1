"""Which custom fields there are, and what somebody may do with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Q

from rapport.core.access.models import Role, User, role_ids
from rapport.core.customfields.entities import Entity
from rapport.core.customfields.models import CustomField, Reach
from rapport.core.errors import Missing

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
    """Return the fields of a kind of record that are not removed, in order."""
    return list(CustomField.objects.raw(KEPT, [entity]))


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


def told(user: User, entity: str, values: dict[str, Any]) -> dict[str, Any]:
    """Return those values of a record that this user may see."""
    return telling(user, entity)(values)


def telling(user: User, entity: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Return the function that keeps of a record's values those that this user may see."""
    keys = list(fields_for(user, entity))
    return lambda values: {key: values[key] for key in keys if key in values}


def reach_of(user: User, field: CustomField) -> Reach:
    """Return what a user may do with a field."""
    if user.is_system or not field.limits:
        return Reach.EDIT
    return field.reach(role_ids(user))


def roles() -> list[Role]:
    """Return the roles for which a field's rights are set."""
    return list(Role.objects.order_by("pk"))


def _held(user: User, fields: list[CustomField]) -> dict[str, Held]:
    reached = {field.key: (field, reach_of(user, field)) for field in fields}
    return {
        key: Held(field, may_edit=reach == Reach.EDIT)
        for key, (field, reach) in reached.items()
        if reach != Reach.HIDDEN
    }
