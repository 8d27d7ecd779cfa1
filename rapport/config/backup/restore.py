"""Restoring a backup: into a fresh database first, which takes the old one's place in one transaction."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import IO

import psycopg
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from rapport.config import env
from rapport.config.backup import archive
from rapport.config.backup.make import backups, fingerprint, folder, room, target
from rapport.config.backup.problems import (
    NewerBackup,
    NoSuchBackup,
    NotABackup,
    NothingToUndo,
    OtherKey,
    RestoreFailed,
    StillRunning,
)
from rapport.config.backup.programs import Target, contents, last_line, tool
from rapport.config.launcher.locks import try_exclusive

KNOWS_ALL_SETTINGS = 17  # older servers reject settings that our pg_dump writes
UNKNOWN_SETTINGS = (b"SET transaction_timeout",)
HEADER_LINES = 100
BLOCK = 1024 * 1024


def find(name: str | None) -> Path:
    """Return the named backup, or the newest."""
    if name is None:
        if not backups():
            raise NoSuchBackup(file=folder(), others="–")
        return backups()[0]
    for path in (Path(name), folder() / name):
        if path.is_file():
            return path
    raise NoSuchBackup(file=name, others=", ".join(path.name for path in backups()[:10]) or "–")


def restore_backup(file: Path, *, other_key: bool = False) -> archive.Manifest:
    """Put a backup in the place of the present database, which is kept under another name."""
    handle = try_exclusive(env.home() / "locks" / "up")
    if handle is None:
        raise StillRunning
    try:
        return _restore(file, other_key=other_key, kept=_kept(target()))
    finally:
        os.close(handle)


def put_back(file: Path) -> str:
    """Undo a failed migration by the backup made before it; return the name under which what it left is kept.

    Whoever migrates holds the data folder, so nothing else writes to it.
    """
    kept = f"{target().name}_failed_migration"
    _restore(file, other_key=False, kept=kept)
    return kept


def _restore(file: Path, *, other_key: bool, kept: str) -> archive.Manifest:
    with tempfile.TemporaryDirectory(dir=room(), prefix=".restore-") as place:
        return _restore_by(file, Path(place) / "dump", other_key=other_key, kept=kept)


def _restore_by(file: Path, dump: Path, *, other_key: bool, kept: str) -> archive.Manifest:
    with archive.reading(file) as (tar, manifest):
        known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
        if set(manifest.migrations) - known:
            raise NewerBackup(file=file.name, version=manifest.version)
        if manifest.key != fingerprint() and not other_key:
            raise OtherKey(file=file.name)
        archive.take_dump(tar, manifest, dump)
    ours = target()
    fresh = ours.named(f"{ours.name}_restoring")
    try:
        contents(dump)
        _create(ours, fresh)
        _load(fresh, dump)
        with archive.reading(file) as (tar, manifest):
            archive.take_files(tar, env.home() / "files")
        _swap(ours, fresh.name, kept)
    except subprocess.CalledProcessError as error:
        raise NotABackup(file=file.name, reason=last_line(error.stderr)) from error
    except (psycopg.Error, OSError) as error:
        raise RestoreFailed(reason=last_line(str(error))) from error
    return manifest


def undo_restore() -> None:
    """Bring the database back that the last restore replaced."""
    handle = try_exclusive(env.home() / "locks" / "up")
    if handle is None:
        raise StillRunning
    try:
        ours = target()
        if not kept_database():
            raise NothingToUndo
        spare = f"{ours.name}_restoring"
        with ours.connect_beside() as connection:
            _drop(connection, spare)
        _swap(ours, _kept(ours), spare)
        with ours.connect_beside() as connection:
            _drop(connection, spare)
    finally:
        os.close(handle)


def kept_database() -> str:
    """Return the name of the database that the last restore replaced, while it is still there."""
    ours = target()
    with ours.connect_beside() as connection:
        found = connection.execute(
            "select 1 from pg_database where datname = %s", [_kept(ours)]
        ).fetchone()
    return _kept(ours) if found else ""


def _kept(ours: Target) -> str:
    return f"{ours.name}_before_restore"


def _create(ours: Target, fresh: Target) -> None:
    with ours.connect_beside() as connection:
        _drop(connection, fresh.name)  # a killed restore left it
        connection.execute(
            sql.SQL("create database {} template template0 encoding 'UTF8'").format(
                sql.Identifier(fresh.name)
            )
        )


def _drop(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    connection.execute(
        sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
    )


def _load(fresh: Target, dump: Path) -> None:
    with fresh.connect() as connection:
        version = connection.info.server_version // 10000
    if version >= KNOWS_ALL_SETTINGS:
        command = fresh.command("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error")
        jobs = str(os.cpu_count() or 1)
        _run([*command, f"--jobs={jobs}", str(dump)], fresh)
    else:
        _load_filtered(fresh, dump)
    with fresh.connect() as connection:
        _make_past(connection)
        connection.execute("analyze")


def _make_past(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Let what happened be over: on a younger server its transaction numbers would lie in the future.

    Readers of the journals stop below the oldest running transaction, so they would miss these rows for ever.
    """
    columns = connection.execute(
        "select c.table_name, c.column_name from information_schema.columns c"
        " join information_schema.tables t using (table_schema, table_name)"
        " where c.udt_name = 'xid8' and t.table_type = 'BASE TABLE' and c.table_schema = 'public'"
    ).fetchall()
    for table, column in columns:
        connection.execute(
            sql.SQL("update {0} set {1} = '3' where {1} >= pg_current_xact_id()").format(
                sql.Identifier(str(table)), sql.Identifier(str(column))
            )
        )


def _run(command: list[str], fresh: Target) -> None:
    try:
        subprocess.run(command, env=fresh.environment(), capture_output=True, check=True)
    except subprocess.CalledProcessError as error:
        raise RestoreFailed(reason=last_line(error.stderr)) from error


def _load_filtered(fresh: Target, dump: Path) -> None:
    """Restore as SQL, without the settings at its head that an older server does not know."""
    script = [tool("pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)]
    write = fresh.command("psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1")
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=said) as source,
        subprocess.Popen(
            write,
            env=fresh.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        ) as sink,
    ):
        if source.stdout and sink.stdin:
            _pass_on(source.stdout, sink.stdin)
        codes = source.wait(), sink.wait()
        said.seek(0)
        if any(codes):
            raise RestoreFailed(reason=last_line(said.read()))


def _pass_on(source: IO[bytes], sink: IO[bytes]) -> None:
    try:
        for _line in range(HEADER_LINES):
            line = source.readline()
            if not line.startswith(UNKNOWN_SETTINGS):
                sink.write(line)
        shutil.copyfileobj(source, sink, BLOCK)
        sink.close()
    except BrokenPipeError:
        source.close()  # psql stopped at an error and says which


def _swap(ours: Target, fresh: str, kept: str) -> None:
    """Give the fresh database the name, in one transaction: at no moment is there none."""
    connections.close_all()
    rename = sql.SQL("alter database {} rename to {}")
    with ours.connect_beside() as connection:
        _drop(connection, kept)
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = any(%s) and pid <> pg_backend_pid()",
            [[ours.name, fresh]],
        )
        with connection.transaction():
            connection.execute(rename.format(sql.Identifier(ours.name), sql.Identifier(kept)))
            connection.execute(rename.format(sql.Identifier(fresh), sql.Identifier(ours.name)))
