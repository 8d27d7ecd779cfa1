"""Rows go into the product's own tables by COPY: its triggers write the change log, its constraints check every row."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Queue
from threading import Thread

from django.contrib.postgres.indexes import GinIndex
from django.db import connection

from rapport.config.demo.rows import Rows
from rapport.core.action import SIGN
from rapport.core.search.models import SearchEntry

AHEAD = 3  # stretches that are written out while the database takes in the one before
CAUSE = "demo"
Progress = Callable[[str, int], None]


@dataclass(frozen=True)
class Stretch:
    """Lines for one COPY."""

    table: str
    columns: tuple[str, ...]
    count: int
    lines: bytes


def stretches(tables: Iterable[Rows]) -> Iterator[Stretch]:
    """Return all rows, cut into pieces that the change log's triggers can hold in memory."""
    for rows in tables:
        for lines in rows.chunks():
            count = lines.count(b"\n")
            yield Stretch(rows.table, tuple(rows.columns), count, lines)


def ahead(pieces: Iterable[Stretch]) -> Iterator[Stretch]:
    """Write pieces out in a thread of its own, a few ahead of who takes them."""
    queue: Queue[Stretch | BaseException | None] = Queue(AHEAD)

    def work() -> None:
        try:
            for piece in pieces:
                queue.put(piece)
            queue.put(None)
        except BaseException as error:  # raised again where the pieces are taken
            queue.put(error)

    Thread(target=work, daemon=True).start()
    while (piece := queue.get()) is not None:
        if isinstance(piece, BaseException):
            raise piece
        yield piece


def copy(pieces: Iterable[Stretch], progress: Progress) -> int:
    """Write the pieces in the running transaction, signed for the change log; return how many rows."""
    total = 0
    with connection.cursor() as cursor:
        cursor.execute(SIGN, ["", CAUSE, str(uuid.uuid4())])
        cursor.execute("SELECT set_config('rapport.search', 'kept', true)")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else millions of checks wait for the end
        for piece in pieces:
            columns = ", ".join(f'"{name}"' for name in piece.columns)
            with cursor.copy(f"COPY {piece.table} ({columns}) FROM STDIN") as stream:
                stream.write(piece.lines)
            total += piece.count
            progress(piece.table, piece.count)
    return total


@contextmanager
def words_indexed_last(*, when: bool) -> Iterator[None]:
    """For a large load, take the index of search words away and make it anew at the end: several times faster."""
    (index,) = [index for index in SearchEntry._meta.indexes if isinstance(index, GinIndex)]
    with connection.schema_editor() as schema:
        if when:
            schema.remove_index(SearchEntry, index)
    yield
    if when:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        with connection.schema_editor() as schema:
            schema.add_index(SearchEntry, index)


def move_sequences(tables: Iterable[str]) -> None:
    """Let the next rows of these tables have keys after the last one."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
            (sequence,) = cursor.fetchone()
            cursor.execute(
                f"SELECT setval(%s, greatest((SELECT max(id) FROM {table}), 1))", [sequence]
            )


def analyze(tables: Iterable[str]) -> None:
    """Tell the planner what the tables now hold."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"ANALYZE {table}")
