"""What an import costs against COPY of the very rows that it writes, and what its revert costs."""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from rapport.config.bench import haina
from rapport.config.bench.child import apart
from rapport.config.bench.figures import Figure, Goal
from rapport.config.bench.load import pieces
from rapport.config.bench.timing import seconds
from rapport.config.demo.load import copy
from rapport.core.access.models import User
from rapport.core.imports.actions import ask_undo_import, map_import, start_import, undo_import
from rapport.core.imports.driving import drive
from rapport.core.imports.intake import take_in
from rapport.core.imports.models import ImportRun, Match, State
from rapport.customers.contactpoints.models import ContactPoint

# Reading, checking, matching, search words and the way back may cost no more than the rows themselves.
RATE = Goal(0.5, at_least=True)
MEMORY = Goal(500, of_value=True)
REVERT = Goal(1.0)  # who took an hour to bring something in must not wait longer to be rid of it
KNOWN = 10  # every tenth row speaks of a customer who is there already
AT = datetime(2026, 9, 17, 9, 30, tzinfo=UTC)
HEADINGS = ("Number", "Name", "E-mail", "Phone", "Street", "Postcode", "City", "Country")
FAMILIES = ("Schmidt", "Berg", "Miller", "Novak", "Rossi", "Silva", "Kim", "Larsen")
GIVEN = ("Anna", "Bea", "Carl", "Dora", "Emil", "Fritz", "Greta", "Hugo", "Ida", "Jan")
TABLES = ("customers_party", "customers_person", "customers_externalref", "customers_contactpoint")
KEYS = {"customers_person": "party_id"}
ENTRIES = "core_searchentry"


class Rollback(Exception):
    """Ends the COPY, of which nothing stays."""


def measure(size: int) -> list[Figure]:
    """Import `size` people into a company of `size`, take them back, and bring the same rows in by COPY alone."""
    haina.ensure_quickly(size)
    admin = User.objects.get(email="admin@haina.example")
    folder = Path(tempfile.mkdtemp(prefix="bench-import-", dir=settings.HOME))
    try:
        return _measured(size, admin, folder)
    finally:
        shutil.rmtree(folder)


def _measured(size: int, admin: User, folder: Path) -> list[Figure]:
    run = _started(size, admin, folder / "people.csv")
    _tidy()
    connection.close()
    there, memory = apart(__name__, "bring_in", run.pk)
    run.refresh_from_db()
    if run.state != State.DONE or run.errors or run.created < size // 2:
        msg = f"{run.state}: {run.created} created, {run.errors} wrong of {run.read}. {run.failure}"
        raise AssertionError(msg)
    sys.stderr.write(f"{run.created:,} created, {run.updated:,} updated in {there:,.1f} s\n")
    columns = {table: _write_out(table, run, folder / table) for table in (*TABLES, ENTRIES)}
    ask_undo_import(run.pk, by=admin, at=AT)
    connection.close()
    back, back_memory = apart(__name__, "take_back", run.pk)
    run.refresh_from_db()
    if (run.state, run.kept_by_undo) != (State.UNDONE, 0):
        msg = f"{run.state}: {run.kept_by_undo} kept"
        raise AssertionError(msg)
    _tidy()
    counted: dict[str, int] = {}
    plain: list[float] = []
    with suppress(Rollback), transaction.atomic():
        plain.append(seconds(lambda: _copy(columns, folder, counted)))
        raise Rollback
    total = sum(counted.values())
    return [
        Figure("rows of the file", run.read, "rows"),
        Figure("rows written", total, "rows"),
        Figure("import", there, "s", plain[0]),
        Figure("rate", total / there, "rows/s", total / plain[0], RATE),
        Figure("memory", memory, "MB", goal=MEMORY),
        Figure("revert", back, "s", there, REVERT),
        Figure("memory of the revert", back_memory, "MB", goal=MEMORY),
    ]


def bring_in(run_id: int) -> None:
    """Work the run off, as the worker does."""
    run = ImportRun.objects.select_related("started_by").get(pk=run_id)
    drive(run_id, by=run.started_by, clock=timezone.now)


def take_back(run_id: int) -> None:
    """Take the run back, as the worker does."""
    run = ImportRun.objects.select_related("started_by").get(pk=run_id)
    undo_import(run_id, by=run.started_by, at=AT)


def _started(size: int, admin: User, path: Path) -> ImportRun:
    """Write the file and queue its import."""
    _write_file(size, path)
    with path.open("rb") as source:
        run = take_in(source, path.name, kind="people", by=admin, at=AT)
    options = run.options | {"system": f"bench-{run.pk}"}
    map_import(run.pk, by=admin, at=AT, mapping=run.mapping, options=options, match=Match.UPDATE)
    return start_import(run.pk, by=admin, at=AT)


def _write_file(size: int, path: Path) -> None:
    known = ContactPoint.objects.filter(
        channel="email", removed_at=None, party__kind="person", party__trashed_at=None
    ).order_by("pk")
    emails = list(known.values_list("normalized", flat=True)[: size // KNOWN])
    with path.open("wb") as target, TextIOWrapper(target, "utf-8", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(HEADINGS)
        for n in range(size):
            place, rest = divmod(n, KNOWN)
            email = emails[place] if not rest and place < len(emails) else f"p{n}@import.example"
            name = f"{GIVEN[n % 10]} {FAMILIES[n // 10 % 8]}"
            street, phone = f"{n % 90 + 1} Station Road", f"+4930{10_000_000 + n}"
            number = "" if "import.example" not in email else f"I{n}"
            writer.writerow(
                [number, name, email, phone, street, f"{10_000 + n % 9_000}", "Berlin", "DE"]
            )


def _write_out(table: str, run: ImportRun, file: Path) -> tuple[str, ...]:
    """Write the rows that the run added to a table to a file; return its columns."""
    key = KEYS.get(table, "id")
    added = (
        f"SELECT t.* FROM core_change c JOIN {table} t ON t.{key} = c.row_id"
        f" WHERE c.group_id = '{run.group}' AND c.operation = 'i' AND c.table_name = '{table}' ORDER BY c.id"
    )
    if table == ENTRIES:
        added = (
            f"SELECT t.* FROM core_change c JOIN {table} t ON t.object_id = c.row_id AND t.kind = 'person'"
            f" WHERE c.group_id = '{run.group}' AND c.operation = 'i' AND c.table_name = '{TABLES[0]}' ORDER BY c.id"
        )
    with connection.cursor() as cursor, file.open("wb") as stream:
        cursor.execute(f"SELECT * FROM {table} LIMIT 0")
        columns = tuple(column.name for column in cursor.description)
        with cursor.copy(f"COPY ({added}) TO STDOUT") as rows:
            for block in rows:
                stream.write(block)
    return columns


def _copy(columns: dict[str, tuple[str, ...]], folder: Path, counted: dict[str, int]) -> None:
    def count(table: str, more: int) -> None:
        counted[table] = counted.get(table, 0) + more

    copy(
        (piece for table in columns for piece in pieces(table, columns[table], folder / table)),
        count,
    )


def _tidy() -> None:
    """Begin each turn with tables without dead rows."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE core_change, core_event")
        for table in (*TABLES, ENTRIES, "core_searchstale"):
            cursor.execute(f"VACUUM ANALYZE {table}")
