"""Reading a source: files of a folder, an address by GET, the rows of a query; each is handed on as a file with its mark."""

from __future__ import annotations

import csv
import hashlib
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any
from urllib.parse import urlsplit

import psycopg
from django.conf import settings

from rapport.core.errors import Unreachable
from rapport.core.sources.downloads import checked_number, download
from rapport.core.sources.models import ImportSource, Where
from rapport.core.sources.reading import check_database, check_file, check_folder

SETTLED = 5.0  # seconds for which a file of the folder must not have changed
SECONDS = 600
AT_ONCE = 2000


class DatabaseFails(Unreachable):
    """The database said: %(reason)s. Check the query and the database's address."""


class TooMuchToRead(Unreachable):
    """This source holds more than %(limit)s MB. Narrow the query, or split the file."""


@dataclass(frozen=True)
class Found:
    """A file that was found: where it lies for the moment, what it is called, and the mark of its content."""

    path: Path
    name: str
    mark: str


@contextmanager
def found_in(source: ImportSource, known: set[str], now: float) -> Iterator[Iterator[Found]]:
    """Give what a source holds; `known` are marks that were taken before. Errors: those of its place, Unreachable."""
    if source.where == Where.FOLDER:
        yield _files(source, known, now)
        return
    with NamedTemporaryFile(prefix="source-") as target:
        if source.where == Where.ADDRESS:
            name = download(source.place, source.secret, target, limit())
        else:
            name = f"{source.name}.csv"
            _query(source, target)
        target.flush()
        path = Path(target.name)
        yield iter([Found(path, name, _digest(path))])


def limit() -> int:
    """Return how many bytes a source may hold."""
    return int(settings.IMPORT_MB) * 1_000_000


def _files(source: ImportSource, known: set[str], now: float) -> Iterator[Found]:
    """Yield the files of a folder that are new or changed, the oldest first; one that is still being written waits."""
    folder, pattern = check_folder(source.place)
    found = []
    for path in folder.glob(pattern):
        if path.name.startswith(".") or path.is_symlink() or not path.is_file():
            continue
        told = path.stat()
        words = f"{path.name}\0{told.st_size}\0{told.st_mtime_ns}"
        mark = hashlib.sha256(words.encode("utf-8", "surrogateescape")).hexdigest()
        if mark not in known and now - told.st_mtime >= SETTLED:
            if told.st_size > limit():
                raise TooMuchToRead(limit=settings.IMPORT_MB)
            found.append((told.st_mtime_ns, Found(path, path.name, mark)))
    yield from (one for _when, one in sorted(found, key=lambda pair: pair[0]))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _query(source: ImportSource, target: IO[bytes]) -> None:
    """Write the rows of a query as CSV."""
    reached: dict[str, Any] = check_database(source.secret)
    try:
        if reached:
            _write(_postgres(reached, source.query), target)
        else:
            path = check_file(urlsplit(source.secret.strip()).path.lstrip("/"))
            _write(_sqlite(path, source.query), target)
    except (psycopg.Error, sqlite3.Error) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        secret = reached.get("password") or "\0"
        raise DatabaseFails(reason=reason.replace(secret, "…").rstrip(".")[:300]) from None


def _postgres(reached: dict[str, Any], query: str) -> Iterator[Iterable[Any]]:
    """Yield the names of the columns, then the rows, by a cursor of the server that can only read."""
    number = checked_number(reached["host"], int(reached["port"]))
    options = f"-c default_transaction_read_only=on -c statement_timeout={SECONDS}s"
    with (
        psycopg.connect(**reached, hostaddr=number, connect_timeout=10, options=options) as line,
        line.cursor(name="rapport_source") as cursor,
    ):
        cursor.itersize = AT_ONCE
        cursor.execute(query.rstrip().rstrip(";").encode())
        yield [column.name for column in cursor.description or []]
        yield from cursor


def _sqlite(path: Path, query: str) -> Iterator[Iterable[Any]]:
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as line:
        line.set_authorizer(_only_read)
        until = time.monotonic() + SECONDS
        line.set_progress_handler(lambda: int(time.monotonic() > until), 100_000)
        cursor = line.execute(query)
        yield [column[0] for column in cursor.description or []]
        yield from cursor


def _only_read(what: int, *_about: Any) -> int:
    known = {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION}
    return sqlite3.SQLITE_OK if what in known else sqlite3.SQLITE_DENY


def _write(rows: Iterable[Iterable[Any]], target: IO[bytes]) -> None:
    most = limit()
    writer = csv.writer(_Text(target))
    for number, row in enumerate(rows):
        writer.writerow(["" if value is None else str(value) for value in row])
        if number % AT_ONCE == 0 and target.tell() > most:
            raise TooMuchToRead(limit=settings.IMPORT_MB)


class _Text:
    """Hands lines on as UTF-8."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target = target

    def write(self, text: str) -> int:
        """Write a line."""
        return self.target.write(text.encode("utf-8", "replace"))
