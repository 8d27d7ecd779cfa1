"""Trying a formula while it is written: what it makes of three real records."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from rapport.core.access.models import User
from rapport.core.customfields.entities import Entity
from rapport.core.customfields.expressions import as_stored
from rapport.core.customfields.formulas import Formulas
from rapport.core.customfields.models import CustomField, Kind, Made
from rapport.core.customfields.queries import all_of
from rapport.core.customfields.words import shown
from rapport.core.formulas.functions import FUNCTIONS, Function
from rapport.core.formulas.terms import LABELS

ROWS = 3


@dataclass(frozen=True)
class Tried:
    """What a formula makes: of which type, and of some records."""

    type: str | Promise
    rows: list[tuple[str, str]]


def tried(user: User, entity: Entity, source: str, field: CustomField | None = None) -> Tried:
    """Return what a formula makes of the newest records that have what it names. Errors: BadFormula."""
    others = [one for one in all_of(entity.name) if field is None or one.pk != field.pk]
    mine = field or CustomField(entity=entity.name, kind=Kind.FORMULA)
    formulas = Formulas(entity, [*others, mine])
    found = formulas.try_(source, mine)
    mine.made = Made(found.term, frozenset())
    rows = entity.visible_to(user).filter(trashed_at=None).order_by("-pk")
    keys = [one.key for one in formulas.used_by(found) if one.kind != Kind.FORMULA]
    if keys:
        filled = rows.filter(custom__has_any_keys=keys)
        rows = filled if filled.exists() else rows
    values = rows.annotate(made=as_stored(mine.made)).values_list(entity.named, "made")
    return Tried(
        LABELS[found.term.type], [(name, shown(mine, value, {})) for name, value in values[:ROWS]]
    )


def fields_to_name(entity: Entity, field: CustomField | None = None) -> list[tuple[str, str]]:
    """Return what a formula may name: as it is written, and called."""
    others = [one for one in all_of(entity.name) if field is None or one.pk != field.pk]
    operands = Formulas(entity, others).operands
    found = [operands.shown(one) for one in operands.by_key.values()]
    return [(f"{{{name}}}", name) for name in dict.fromkeys(found)]


def functions() -> list[Function]:
    """Return the functions that a formula may call."""
    return list(FUNCTIONS.values())
