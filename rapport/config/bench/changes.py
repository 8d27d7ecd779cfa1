"""What the change log adds to a write: the same table and the same statements with its triggers on and off."""

from __future__ import annotations

import statistics
import uuid
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

from rapport.config.bench.figures import Figure, Goal
from rapport.config.bench.timing import seconds
from rapport.core.access.models import User
from rapport.core.action import SIGN
from rapport.customers.parties.models import Party

# One row of the log per written row cannot be free; a quarter is what an import may lose to it unnoticed.
BULK = Goal(1.25)
# A single write is a few statements in the same transaction; half as much again stays below a millisecond.
SINGLE = Goal(1.5)
ROUNDS = 5
SINGLES = 1_000
VERBS = ("insert", "update", "delete")

TABLE = Party._meta.db_table  # the customers' own, with its checks and indexes
OWNER = f"(SELECT min(id) FROM {User._meta.db_table})"
INSERT = f"""INSERT INTO {TABLE} (id, kind, display_name, latin_name, sort_key, owner_id, lifecycle, city, country,
  last_touch_channel, next_step) OVERRIDING SYSTEM VALUE
SELECT -n, 'person', '王伟 ' || n, 'Wang Wei', 'wangwei ' || n, {OWNER}, 'prospect', '上海', 'CN', '', ''
FROM generate_series(%s::bigint, %s::bigint) n"""
OURS = "id < 0"
UPDATE = f"UPDATE {TABLE} SET lifecycle = 'customer', city = city || '.' WHERE "
DELETE = f"DELETE FROM {TABLE} WHERE "

Times = dict[str, list[float]]


def measure(size: int) -> list[Figure]:
    """Write `size` customers in bulk and some one by one, with and without the log."""
    User.objects.get_or_create(email="bench@bench.example", defaults={"name": "Bench"})
    figures = _compare("bulk", lambda: _bulk(size), BULK, unit="s")
    figures += _compare("single", _singles, SINGLE, unit="ms")
    return figures


def _compare(
    name: str, work: Callable[[], dict[str, float]], goal: Goal, *, unit: str
) -> list[Figure]:
    """Run the work in turn with and without the log; report each verb's median and the sum of the three."""
    plain: Times = {verb: [] for verb in VERBS}
    logged: Times = {verb: [] for verb in VERBS}
    for turn in range(ROUNDS * 2):
        with_log = turn % 4 in {1, 2}  # plain, logged, logged, plain: a drift disturbs both alike
        _switch_log(on=with_log)
        for verb, time in work().items():
            (logged if with_log else plain)[verb].append(time)
    _switch_log(on=True)
    before = {verb: statistics.median(times) for verb, times in plain.items()}
    after = {verb: statistics.median(times) for verb, times in logged.items()}
    parts = [Figure(f"{name} {verb}", after[verb], unit, before[verb]) for verb in VERBS]
    total = Figure(f"{name} writes together", sum(after.values()), unit, sum(before.values()), goal)
    return [*parts, total]


def _bulk(size: int) -> dict[str, float]:
    _tidy()
    return {
        "insert": seconds(lambda: _write(INSERT, [1, size])),
        "update": seconds(lambda: _write(UPDATE + OURS, [])),
        "delete": seconds(lambda: _write(DELETE + OURS, [])),
    }


def _singles() -> dict[str, float]:
    """Return the median milliseconds of one write in a transaction of its own."""
    _tidy()
    one = "id = %s"
    return {
        "insert": _median_ms(lambda n: _write(INSERT, [n, n])),
        "update": _median_ms(lambda n: _write(UPDATE + one, [-n])),
        "delete": _median_ms(lambda n: _write(DELETE + one, [-n])),
    }


def _median_ms(write: Callable[[int], None]) -> float:
    return 1_000 * statistics.median(
        seconds(lambda n=number: write(n))  # type: ignore[misc]
        for number in range(1, SINGLES + 1)
    )


def _write(statement: str, values: list[Any]) -> None:
    """Run one statement as an action would: in one transaction that says who writes and why."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SIGN, ["1", "customers.edit_person", str(uuid.uuid4())])
        cursor.execute(statement, values)


def _switch_log(*, on: bool) -> None:
    word = "ENABLE" if on else "DISABLE"
    with connection.cursor() as cursor:
        for verb in VERBS:
            cursor.execute(f"ALTER TABLE {TABLE} {word} TRIGGER log_{TABLE}_{verb}")


def _tidy() -> None:
    """Leave no rows of an earlier turn behind, dead ones included: all turns start from the same table."""
    with connection.cursor() as cursor:
        cursor.execute(DELETE + OURS, [])
        cursor.execute("TRUNCATE core_change")
        cursor.execute(f"VACUUM ANALYZE {TABLE}")
