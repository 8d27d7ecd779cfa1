"""Taking in a file: kept in the storage, sniffed, its columns guessed. Pages and the command line begin here."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.core.files.base import File
from django.core.files.storage import default_storage

from rapport.core.access.models import User
from rapport.core.imports import reading
from rapport.core.imports.actions import draft_import, redraft_import, signature
from rapport.core.imports.dialects import Dialect
from rapport.core.imports.guess import guess, guess_reading
from rapport.core.imports.kinds import ImportKind, kind_of
from rapport.core.imports.models import ImportRun
from rapport.core.imports.queries import local_file, remembered, run_of, sample


def take_in(
    source: BinaryIO,
    name: str,
    *,
    kind: str,
    by: User,
    at: datetime,
    options: dict[str, str] | None = None,
) -> ImportRun:
    """Keep a file and draft its import with the mapping used last time for such headings, or a guessed one.

    Errors: those of reading; nothing is kept then.
    """
    found = kind_of(kind, by)
    with _on_disk(source) as path:
        dialect = reading.sniff(path)
        columns = reading.headers(path, dialect)
        mapping, wanted = _suggested(found, path, dialect, columns, by)
        with path.open("rb") as kept:
            stored = default_storage.save(f"imports/{uuid.uuid4().hex}.data", File(kept))
        with kept_if_done(stored):
            return draft_import(
                by=by,
                at=at,
                kind=kind,
                name=clean_name(name),
                file=stored,
                size=path.stat().st_size,
                dialect=dialect,
                columns=columns,
                mapping=mapping,
                options=wanted | (options or {}),
            )


def take_sheet(run_id: int, name: str, *, by: User, at: datetime) -> ImportRun:
    """Read another sheet of a workbook that waits to be mapped. Errors: NoSuchSheet, EmptyFile, ImportIsRunning."""
    run = run_of(by, run_id)
    with local_file(run) as path:
        dialect = reading.sniff_sheet(path, name)
        columns = reading.headers(path, dialect)
        kind = kind_of(run.kind, run.writes_as)
        mapping, wanted = _suggested(kind, path, dialect, columns, by)
    return redraft_import(
        run_id,
        by=by,
        at=at,
        dialect=dialect,
        columns=columns,
        mapping=mapping,
        options=run.options | wanted,
    )


@contextmanager
def kept_if_done(stored: str) -> Iterator[None]:
    """Delete a file of the storage again when what it was kept for is refused."""
    try:
        yield
    except BaseException:
        default_storage.delete(stored)
        raise


def clean_name(name: str) -> str:
    """Return a file's name without its path and without marks that turn the line around."""
    plain = PurePosixPath(name.replace("\\", "/")).name
    return "".join(c for c in plain if c.isprintable())[-200:] or "import.csv"


@contextmanager
def _on_disk(source: BinaryIO) -> Iterator[Path]:
    with NamedTemporaryFile(prefix="import-") as target:
        copyfileobj(source, target, 1 << 20)
        target.flush()
        yield Path(target.name)


def _suggested(
    kind: ImportKind, path: Path, dialect: Dialect, columns: list[str], by: User
) -> tuple[dict[str, int], dict[str, str]]:
    last = remembered(by, kind.name, signature(columns))
    if last is not None:
        return dict(last.mapping), dict(last.options)
    rows = sample(path, dialect, 200).rows
    mapping = guess(kind, columns, rows)
    return mapping, guess_reading(kind, mapping, rows)
