"""What pages and the worker read of imports."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Count

from rapport.core.access.models import User
from rapport.core.access.queries import reach
from rapport.core.errors import Conflict, Missing
from rapport.core.imports import decisions, reading, staging, words
from rapport.core.imports.cells import Reading
from rapport.core.imports.dialects import Dialect, Doubtful
from rapport.core.imports.kinds import Batch, ImportKind, kind_of
from rapport.core.imports.models import ImportIssue, ImportRun, RememberedMapping, State
from rapport.core.imports.staging import Mapped

PREVIEW_ROWS = 20
LOCK = 20_260_917


class FileGone(Missing):
    """The file of this import is no longer kept. Choose it again."""


@contextmanager
def local_file(run: ImportRun) -> Iterator[Path]:
    """Give the run's file as a path, fetched first where the storage is not a disk. Errors: FileGone."""
    if not default_storage.exists(run.file):
        raise FileGone
    try:
        yield Path(default_storage.path(run.file))
    except NotImplementedError:
        with default_storage.open(run.file) as source, NamedTemporaryFile() as target:
            copyfileobj(source, target)
            target.flush()
            yield Path(target.name)


def reading_of(run: Mapped) -> Reading:
    """Return how the run's cells are read."""
    known = Reading.__dataclass_fields__
    return Reading(
        **{name: value for name, value in run.options.items() if name in known and value}
    )


def stager_of(run: Mapped) -> staging.Stager:
    """Return what turns the run's rows into staged ones."""
    kind = kind_of(run.kind, run.writes_as)
    return staging.Stager(kind, run.mapping, reading_of(run), run.options, len(run.columns))


def batch_of(run: Mapped, by: User, at: datetime, low: int, high: int, *, table: str = "") -> Batch:
    """Return a stretch of the run's staging table, or of another one."""
    return Batch(
        table=table or staging.table_of(run),
        low=low,
        high=high,
        fields=frozenset(run.mapping),
        match=run.match,
        by=by,
        owner_id=run.owner_id,
        at=at,
        file=run.name,
        options=run.options,
    )


@dataclass(frozen=True)
class PreviewRow:
    """One of the first rows: what it says, what would become of it, and why."""

    number: int
    cells: list[str]
    outcome: str
    reason: str


@dataclass(frozen=True)
class Sample:
    """The first rows of a file as they are written there."""

    rows: list[list[str]]
    problem: str = ""


def sample(path: Path, dialect: Dialect, size: int = PREVIEW_ROWS) -> Sample:
    """Return the first rows; a file that breaks off says so."""
    found: list[list[str]] = []
    rows = reading.rows(path, dialect)
    try:
        for row in rows:
            short = [cell[:200] for cell in row]
            found.append(Doubtful(short, row.reason) if isinstance(row, Doubtful) else short)
            if len(found) == size:
                break
    except reading.BROKEN as error:
        return Sample(found, error.sentence())
    return Sample(found)


def unknown_words(
    run: ImportRun, kind: ImportKind, mapping: dict[str, int]
) -> dict[str, list[str]]:
    """Return the words of the file that their fields do not know, as far as its first rows tell."""
    try:
        with local_file(run) as path:
            found = sample(path, Dialect.stored(run.dialect), words.LOOKED_AT)
    except (Conflict, Missing):
        return {}
    return words.unknown(kind, mapping, reading_of(run), found.rows)


def preview(run: Mapped, rows: list[list[str]], *, by: User, at: datetime) -> list[PreviewRow]:
    """Return the first rows with their outcome, decided by the very code that the import runs; nothing is kept."""
    kind, stager = kind_of(run.kind, run.writes_as), stager_of(run)
    table = f"import_preview_{int(run.pk)}"
    with transaction.atomic():
        staging.create(table, kind, temporary=True)
        staging.copy(table, stager.columns, [stager.stage(n, row) for n, row in enumerate(rows, 1)])
        staging.finish(table, kind, match=run.match, options=run.options)
        kind.decide(batch_of(run, by, at, 1, len(rows), table=table))
        decisions.one_row_a_record(table, kind)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT row, outcome, reason FROM {table} ORDER BY row")
            found = cursor.fetchall()
        transaction.set_rollback(True)
    return [
        PreviewRow(number, row, outcome or "", reason or "")
        for (number, outcome, reason), row in zip(found, rows, strict=True)
    ]


def remembered(user: User, kind: str, headings: str) -> RememberedMapping | None:
    """Return how the user mapped such a file the last time."""
    return RememberedMapping.objects.filter(user=user, kind=kind, headings=headings).first()


def runs(user: User) -> Any:
    """Return the runs the user may see, newest first."""
    return ImportRun.objects.visible_to(user).select_related("started_by").order_by("-id")


def run_of(user: User, run_id: int) -> ImportRun:
    """Return one run. Errors: Missing."""
    run = runs(user).filter(pk=run_id).first()
    if run is None:
        raise Missing
    return run  # type: ignore[no-any-return]


def is_interrupted(run: ImportRun) -> bool:
    """Tell whether a run has begun and nobody works on it: its worker was killed, and the next takes it up."""
    if run.state not in {State.READING, State.CHECKING, State.WRITING}:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted"
            " AND l.classid = %s AND l.objid = %s)",
            [LOCK, run.pk],
        )
        return bool(cursor.fetchone()[0])


def reasons(run: ImportRun, limit: int = 20) -> list[tuple[str, str, int]]:
    """Return outcome, reason and how many rows have it, the most frequent first."""
    found = ImportIssue.objects.filter(run=run).values_list("outcome", "reason")
    counted = found.annotate(count=Count("id")).order_by("-count", "reason")
    return list(counted[:limit])


def owners(user: User, right: str) -> list[tuple[int, str]]:
    """Return the colleagues to whom the user may give imported records, herself first."""
    scope = reach(user, right)
    people = User.objects.filter(left_at=None, is_system=False)
    if not scope.everything:
        people = people.filter(pk__in=scope.owner_ids)
    others = people.exclude(pk=user.pk).order_by("name").values_list("pk", "name")
    return [(user.pk, user.name), *others]
