"""Reading the two logs: changes with their values before and after, and sign-ins. Newest first, by keyset."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from rapport.core.access.models import User
from rapport.core.assembly import listed
from rapport.core.audit import fields
from rapport.core.audit.models import SignInEvent
from rapport.core.changes import named
from rapport.core.changes.models import Change, Operation
from rapport.core.customfields.words import logged_fields
from rapport.core.rights import OWN_VERBS

SIZE = 50
State = dict[str, Any]
USERS = User._meta.db_table


@dataclass(frozen=True)
class Difference:
    """One field of one change."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Entry:
    """One change as it is shown."""

    at: datetime
    who: str
    verb: str
    kind: str
    table: str
    row_id: int
    name: str
    operation: str
    differences: list[Difference]


@dataclass(frozen=True)
class Page:
    """A page of a log, and where the next one begins."""

    rows: list[Any]
    after: int | None


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for: by whom, which kind of record, which one, between which moments."""

    by_id: int | None = None
    table: str = ""
    row_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None


def changes(wanted: Wanted, reader: User, after: int | None = None) -> Page:
    """Return a page of the log of changes; records that the reader may not see stay numbers."""
    rows = _between(Change.objects.all(), wanted)
    if wanted.by_id is not None:
        rows = rows.filter(by_id=wanted.by_id)
    if wanted.table:
        rows = rows.filter(table=wanted.table)
    if wanted.row_id is not None:
        rows = rows.filter(row_id=wanted.row_id)
    found, following = _page(rows, after)
    return Page(_entries(found, reader), following)


def sign_ins(wanted: Wanted, outcome: str = "", after: int | None = None) -> Page:
    """Return a page of the log of sign-ins."""
    rows = _between(SignInEvent.objects.all(), wanted)
    if wanted.by_id is not None:
        rows = rows.filter(user_id=wanted.by_id)
    if outcome:
        rows = rows.filter(outcome=outcome)
    return Page(*_page(rows, after))


def people() -> list[tuple[int, str]]:
    """Return everybody who may stand in the logs, for a choice."""
    return list(User.objects.order_by("is_system", "name").values_list("pk", "name"))


def _between(rows: models.QuerySet[Any], wanted: Wanted) -> models.QuerySet[Any]:
    if wanted.since:
        rows = rows.filter(at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(at__lt=wanted.until)
    return rows


def _page(rows: models.QuerySet[Any], after: int | None) -> tuple[list[Any], int | None]:
    if after is not None:
        rows = rows.filter(pk__lt=after)
    found = list(rows.order_by("-pk")[: SIZE + 1])
    return found[:SIZE], found[SIZE - 1].pk if len(found) > SIZE else None


def _entries(found: list[Change], reader: User) -> list[Entry]:
    """Put names and words to the changes, with one query per table and not per row."""
    later = _values_after(found)
    customs = logged_fields(reader)
    refs = {(change.table, change.row_id) for change in found}
    refs |= {(USERS, change.by_id) for change in found if change.by_id}
    for change in found:
        for state in (_before(change), later[change.pk]):
            refs.update(fields.referred(change.table, state, customs))
    names = named.names_of(reader, refs)
    return [
        Entry(
            at=change.at,
            who=names.get((USERS, change.by_id or 0), ""),
            verb=_verb(change.cause),
            kind=named.kind(change.table),
            table=change.table,
            row_id=change.row_id,
            name=names.get((change.table, change.row_id), f"#{change.row_id}"),
            operation=change.operation,
            differences=_differences(change, later[change.pk], names, customs),
        )
        for change in found
    ]


def _verb(cause: str) -> str:
    right = listed("rights").get(cause)
    return str(right.label) if right else str(OWN_VERBS.get(cause, cause))


def _before(change: Change) -> State:
    return fields.spread(change.table, change.before or {})


def _differences(
    change: Change, after: State, names: named.Names, customs: fields.Customs
) -> list[Difference]:
    if change.operation == Operation.INSERTED:
        return []
    shown = []
    for column, before in _before(change).items():
        told = fields.told(customs, change.table, column, names)
        if column in {"id", "created_at", "version"} or told is None:
            continue
        name, write = told
        if fields.is_secret(change.table, column):
            shown.append(Difference(name, fields.HIDDEN, fields.HIDDEN))
            continue
        new = "" if column not in after else write(after[column])
        old = write(before)
        if change.operation == Operation.UPDATED or old != "–":
            shown.append(Difference(name, old, new))
    return shown


def _values_after(found: list[Change]) -> dict[int, State]:
    """Return for each update what its fields held after it: what the next change found there, else what stands now."""
    updates = [change for change in found if change.operation == Operation.UPDATED]
    tables: dict[str, list[Change]] = defaultdict(list)
    for change in updates:
        tables[change.table].append(change)
    result: dict[int, State] = {change.pk: {} for change in found}
    for table, changed in tables.items():
        states = _present(table, {change.row_id for change in changed})
        oldest = min(change.pk for change in changed)
        since = Change.objects.filter(
            table=table, row_id__in={c.row_id for c in changed}, pk__gte=oldest
        )
        wanted = {change.pk for change in changed}
        for change in since.exclude(operation=Operation.INSERTED).order_by("-pk").iterator():
            state = states.setdefault(change.row_id, {})
            if change.pk in wanted:
                result[change.pk] = {c: state[c] for c in change.before or {} if c in state}
            state.update(change.before or {})
    return result


def _present(table: str, ids: set[int]) -> dict[int, State]:
    model = named.models_by_table().get(table)
    if model is None:
        return {}
    columns = {
        f.attname: str(f.column)
        for f in model._meta.local_concrete_fields
        if not fields.is_secret(table, str(f.column))
    }
    rows = model._base_manager.filter(pk__in=ids).values("pk", *columns)
    return {
        row["pk"]: fields.spread(table, {c: _plain(row[name]) for name, c in columns.items()})
        for row in rows
    }


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | float | bool | dict | None) else str(value)
