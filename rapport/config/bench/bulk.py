"""What a bulk verb costs against the plain statement on the same rows with the table's triggers off, and what its undo costs."""

from __future__ import annotations

import statistics
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from rapport.config.bench import haina
from rapport.config.bench.figures import Figure, Goal
from rapport.config.bench.timing import seconds
from rapport.core.access.models import User
from rapport.core.bulk.actions import start_bulk, undo_bulk
from rapport.core.bulk.choosing import Chosen
from rapport.core.bulk.driving import take_back, write
from rapport.core.bulk.models import BulkRun, State
from rapport.customers.people.lists import PEOPLE

# Rights, search, log and the way back together may cost no more than the write itself.
EDIT = Goal(0.5, at_least=True)
# Who waited for a change must not wait longer to be rid of it.
UNDO = Goal(1.0)
ROWS = 100_000
FEW = 5_000  # of verbs that carry much along: the orders of a customer, the words of search
ROUNDS = 3
AT = datetime(2026, 9, 17, 9, 30, tzinfo=UTC)
PARTY, TAGGED = "customers_party", "customers_partytag"
VERBS: dict[str, tuple[str, dict[str, Any], str, str]] = {
    # verb, values, table, plain statement
    "edit": ("edit-lifecycle", {"value": "former"}, PARTY, "UPDATE {t} SET lifecycle = 'former'"),
    "assign": ("assign", {"owner": 0}, PARTY, "UPDATE {t} SET owner_id = {owner}"),
    "tag": ("tag", {"name": "Bench", "known": ""}, TAGGED, ""),
    "trash": ("trash", {}, PARTY, "UPDATE {t} SET trashed_at = now()"),
}
TAG = """WITH tag AS (INSERT INTO customers_tag (name) VALUES ('Plain') RETURNING id)
INSERT INTO customers_partytag (tag_id, party_id) SELECT tag.id, unnest(%s::bigint[]) FROM tag"""


class Rollback(Exception):
    """Ends a plain write, of which nothing stays."""


def measure(size: int) -> list[Figure]:
    """Change `ROWS` people and take it back, a few times each."""
    haina.ensure_quickly(size)
    user = User.objects.get(email="admin@haina.example")
    owner = User.objects.get(email="charlie@haina.example")
    found: list[Figure] = []
    for name in VERBS:
        found += _verb(name, user, owner)
    return found


def _verb(name: str, user: User, owner: User) -> list[Figure]:
    verb, values, table, statement = VERBS[name]
    if "owner" in values:
        values = {"owner": owner.pk}
    sql = statement.format(t=table, owner=owner.pk) + " WHERE id = ANY(%s)" if statement else TAG
    has_goal = name in {"edit", "tag"}
    ids, rounds = _ids(name, owner)[: ROWS if has_goal else FEW], ROUNDS if has_goal else 1
    _plain(table, sql, ids[:1])
    _back(_forth(verb, values, ids[:1], user), user)  # what is loaded once is loaded now
    plain, ours, back = [], [], []
    for _round in range(rounds):
        _tidy()
        plain.append(_plain(table, sql, ids))
        _tidy()
        runs: list[BulkRun] = []
        ours.append(seconds(lambda runs=runs: runs.append(_forth(verb, values, ids, user))))  # type: ignore[misc]
        run = runs[0]
        back.append(seconds(lambda run=run: _back(run, user)))  # type: ignore[misc]
        _check(run, len(ids))
    forth, rows = statistics.median(ours), len(ids)
    sys.stderr.write(f"{name}: {plain} {ours} {back}\n")
    rate = rows / statistics.median(plain)
    goal = EDIT if name == "edit" else None
    return [
        Figure(f"{name} {rows:,} rows", rows / forth, "rows/s", rate, goal),
        Figure(f"undo of {name}", statistics.median(back), "s", forth, UNDO if has_goal else None),
    ]


def _ids(name: str, owner: User) -> list[int]:
    """Return people on whom the verb would change something."""
    rows = PEOPLE.rows(User.objects.get(email="admin@haina.example"))
    rows = rows.exclude(owner=owner) if name == "assign" else rows
    rows = rows.exclude(lifecycle="former") if name == "edit" else rows
    return list(rows.order_by("pk").values_list("pk", flat=True)[:ROWS])


def _forth(verb: str, values: dict[str, Any], ids: list[int], user: User) -> BulkRun:
    chosen = Chosen(PEOPLE, ids=ids)
    run = start_bulk(chosen, verb, by=user, at=AT, values=values, in_background=True)
    write(run.pk, by=user, clock=lambda: AT)
    return run


def _back(run: BulkRun, user: User) -> None:
    undo_bulk(run.pk, by=user, at=AT)
    take_back(run.pk, by=user, clock=lambda: AT)


def _check(run: BulkRun, count: int) -> None:
    """Measure nothing that was not done."""
    run.refresh_from_db()
    if (run.state, run.changed, run.undone) != (State.UNDONE, count, count):
        msg = f"{run.state}: {run.changed} changed, {run.undone} undone of {count}. {run.failure}"
        raise AssertionError(msg)


def _plain(table: str, sql: str, ids: list[int]) -> float:
    times: list[float] = []
    _triggers(table, on=False)
    with suppress(Rollback), transaction.atomic():
        times.append(seconds(lambda: _execute(sql, [ids])))
        raise Rollback
    _triggers(table, on=True)
    return times[0]


def _execute(sql: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _triggers(table: str, *, on: bool) -> None:
    _execute(f"ALTER TABLE {table} {'ENABLE' if on else 'DISABLE'} TRIGGER USER", [])


def _tidy() -> None:
    """Begin each turn with tables without dead rows."""
    _execute("TRUNCATE core_change, core_event", [])
    for table in (PARTY, TAGGED, "core_searchstale"):
        _execute(f"VACUUM ANALYZE {table}", [])
