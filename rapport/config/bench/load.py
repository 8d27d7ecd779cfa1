"""How fast the demo company is made, against COPY of the very rows it consists of into the same tables."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from rapport.config.bench import haina
from rapport.config.bench.figures import Figure, Goal
from rapport.config.bench.timing import seconds
from rapport.config.demo.load import Stretch, copy
from rapport.config.demo.rows import CHUNK

# Inventing, wording, search words and all must not take much longer than what PostgreSQL needs to take the rows in.
RATE = Goal(0.4, at_least=True)
INDEX = "core_searchentry"  # the one table that is written after the rows, by the product itself


def measure(size: int) -> list[Figure]:
    """Make the company, write its rows out, and take them in again by COPY alone."""
    rows: dict[str, int] = {}
    haina.clear()

    def count(table: str, more: int) -> None:
        rows[table] = rows.get(table, 0) + more

    making = seconds(lambda: haina.ensure(size, count))
    sys.stderr.write(f"made in {making:,.0f} s; now by COPY alone\n")
    rows[INDEX] = 0
    folder = Path(tempfile.mkdtemp(prefix="bench-load-", dir=settings.HOME))
    try:
        columns = {table: _write_out(table, folder / table) for table in rows}
        haina.clear()
        counted: dict[str, int] = {}
        copying = seconds(lambda: _take_in(columns, folder, counted))
    finally:
        shutil.rmtree(folder)
    total = sum(counted.values())
    return [
        Figure("customers", counted["customers_party"], "rows"),
        Figure("interactions", counted["touchpoints_interaction"], "rows"),
        Figure("all rows", total, "rows"),
        Figure("time", making, "s", copying),
        Figure("rate", total / making, "rows/s", total / copying, RATE),
    ]


def _write_out(table: str, file: Path) -> tuple[str, ...]:
    """Write a table to a file in the order of its keys, for rows refer to earlier ones; return its columns."""
    with connection.cursor() as cursor, file.open("wb") as stream:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        columns = tuple(column.name for column in cursor.description)
        with cursor.copy(f"COPY (SELECT * FROM {table} ORDER BY 1) TO STDOUT") as rows:
            for block in rows:
                stream.write(block)
    return columns


@transaction.atomic
def _take_in(columns: dict[str, tuple[str, ...]], folder: Path, counted: dict[str, int]) -> None:
    def count(table: str, more: int) -> None:
        counted[table] = counted.get(table, 0) + more

    copy(
        (piece for table in columns for piece in pieces(table, columns[table], folder / table)),
        count,
    )


def pieces(table: str, columns: tuple[str, ...], file: Path) -> Iterator[Stretch]:
    """Return a file of a table's rows in pieces for COPY."""
    lines: list[bytes] = []
    with file.open("rb") as stream:
        for line in stream:
            lines.append(line)
            if len(lines) == CHUNK:
                yield Stretch(table, columns, len(lines), b"".join(lines))
                lines = []
    if lines:
        yield Stretch(table, columns, len(lines), b"".join(lines))
