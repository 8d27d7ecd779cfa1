"""Changes and events lie in monthly partitions: this month's and the next are always there, old ones can be dropped."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

from django.db.backends.utils import CursorWrapper

PARTITIONED = ("core_change", "core_event")


def months(first: date, count: int) -> list[date]:
    """Return the first days of `count` months, beginning with the month of `first`."""
    start = first.year * 12 + first.month - 1
    return [date((start + step) // 12, (start + step) % 12 + 1, 1) for step in range(count)]


def month_before(day: date, count: int) -> date:
    """Return the first day of the month `count` months before the day's."""
    year, month = divmod(day.year * 12 + day.month - 1 - count, 12)
    return date(year, month + 1, 1)


def ensure(cursor: CursorWrapper, at: datetime) -> None:
    """Make the partitions of this month and the two that follow."""
    days = months(at.date(), 4)
    for table in PARTITIONED:
        for begin, end in pairwise(days):
            cursor.execute(
                f"CREATE TABLE IF NOT EXISTS {table}_{begin:%Y_%m} PARTITION OF {table}\n"
                f"FOR VALUES FROM ('{begin}') TO ('{end}')"
            )


def drop_before(cursor: CursorWrapper, day: date) -> list[str]:
    """Drop the partitions that end before the day; return their names."""
    dropped = []
    for table in PARTITIONED:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = %s::regclass ORDER BY 1",
            [table],
        )
        limit = f"{table}_{day:%Y_%m}"
        for (name,) in cursor.fetchall():
            if name.removeprefix(f"{table}_")[:4].isdigit() and name < limit:
                cursor.execute(f"DROP TABLE {name}")
                dropped.append(name)
    return dropped
