"""The change log of a record, in words: who changed what, from what to what, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.audit import fields
from rapport.core.changes import named
from rapport.core.changes.models import Change
from rapport.core.customfields.words import logged_fields
from rapport.customers.parties.models import Party

HIDDEN = frozenset({"sort_key", "version", "trashed_at", "display_name"})
FOLLOWED = frozenset(
    {"last_touch_at", "last_touch_channel", "next_step", "next_step_on", "version"}
)
LIMIT = 50
USERS = User._meta.db_table


@dataclass(frozen=True)
class Step:
    """One action on a record."""

    what: str
    who: str
    at: datetime
    fields: list[tuple[str, str]]


def history_of(party: Party, reader: User) -> list[Step]:
    """Return what was done to a party's own rows, newest first; at most fifty rows of the log."""
    tables = ["customers_party", "customers_person", "customers_organization"]
    changes = list(Change.objects.filter(table__in=tables, row_id=party.pk).order_by("-id")[:LIMIT])
    customs = logged_fields(reader)
    refs = {(USERS, one.by_id) for one in changes if one.by_id}
    for one in changes:
        refs.update(fields.referred(one.table, one.before or {}, customs))
    names = named.names_of(reader, refs)
    steps: dict[Any, Step] = {}
    for one in changes:
        if one.before and FOLLOWED.issuperset(one.before):
            continue  # follows from a contact or a task, which the timeline tells
        key = one.group or one.pk
        who = names.get((USERS, one.by_id or 0), "")
        step = steps.setdefault(key, Step(_verb(one), who, one.at, []))
        told = _before(one, names, customs)
        step.fields.extend(told)
    return list(steps.values())


def _verb(change: Change) -> str:
    right = listed("rights").get(change.cause)
    if right:
        return str(right.label)
    return _("Added") if change.operation == "i" else ""


def _before(change: Change, names: named.Names, customs: fields.Customs) -> list[tuple[str, str]]:
    """Return the fields that were changed, each with what it was."""
    found = []
    for column, value in (change.before or {}).items():
        told = fields.told(customs, change.table, column, names)
        if told is not None and column not in HIDDEN | FOLLOWED | {"custom"}:
            name, write = told
            found.append((name, "" if value in (None, "") else write(value)))
    return found
