"""The change log of a record, in words: who changed what, from what to what, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.changes.models import Change
from rapport.customers.parties.models import Party

HIDDEN = frozenset({"sort_key", "version", "trashed_at", "display_name"})
FOLLOWED = frozenset(
    {"last_touch_at", "last_touch_channel", "next_step", "next_step_on", "version"}
)
LIMIT = 50


@dataclass(frozen=True)
class Step:
    """One action on a record."""

    what: str
    who: str
    at: datetime
    fields: list[tuple[str, str]]


def history_of(party: Party) -> list[Step]:
    """Return what was done to a party's own rows, newest first; at most fifty rows of the log."""
    tables = ["customers_party", "customers_person", "customers_organization"]
    found = Change.objects.filter(Q(table__in=tables), row_id=party.pk).order_by("-id")[:LIMIT]
    changes = list(found)
    names = dict(
        User.objects.filter(pk__in={one.by_id for one in changes if one.by_id}).values_list(
            "pk", "name"
        )
    )
    steps: dict[Any, Step] = {}
    for one in changes:
        if one.before and FOLLOWED.issuperset(one.before):
            continue  # follows from a contact or a task, which the timeline tells
        key = one.group or one.pk
        step = steps.setdefault(key, Step(_verb(one), names.get(one.by_id or 0, ""), one.at, []))
        step.fields.extend(_before(one))
    return list(steps.values())


def _verb(change: Change) -> str:
    right = listed("rights").get(change.cause)
    if right:
        return str(right.label)
    return _("Added") if change.operation == "i" else ""


def _before(change: Change) -> list[tuple[str, str]]:
    """Return the fields that were changed, each with what it was."""
    model = _model(change.table)
    return [
        (_label(model, column), _shown(model, column, value))
        for column, value in (change.before or {}).items()
        if column not in HIDDEN | FOLLOWED
    ]


def _model(table: str) -> type[models.Model] | None:
    return next((model for model in apps.get_models() if model._meta.db_table == table), None)


def _field(model: type[models.Model] | None, column: str) -> Any:
    if model is None:
        return None
    return next((f for f in model._meta.local_concrete_fields if f.column == column), None)


def _label(model: type[models.Model] | None, column: str) -> str:
    field = _field(model, column)
    return str(field.verbose_name) if field is not None else column


def _shown(model: type[models.Model] | None, column: str, value: Any) -> str:
    field = _field(model, column)
    choices = dict(field.flatchoices) if field is not None else {}
    if field is not None and field.related_model is User and value is not None:
        return User.objects.filter(pk=value).values_list("name", flat=True).first() or ""
    return str(choices.get(value, "" if value is None else value))
