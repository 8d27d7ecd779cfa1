"""Making a backup: dumped, verified, on disk, and only then under its name."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from rapport import __version__
from rapport.config import env
from rapport.config.backup import archive
from rapport.config.backup.problems import BackupFailed, NoFolder, NoRoom
from rapport.config.backup.programs import Target, contents, last_line
from rapport.config.launcher.locks import exclusive

MANUAL, DAILY, BEFORE_MIGRATION = "manual", "daily", "before-migration"
KEPT_BY_HAND = {MANUAL}  # what somebody asked for is never removed by itself
KEEP = 14
DAY = 23.5 * 3600  # a little less: asked by the hour, it would move later every day
NO_SPACE = "No space left on device"
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


def folder() -> Path:
    """Return where backups are kept."""
    chosen = env.text("RAPPORT_BACKUPS")
    return Path(chosen).expanduser() if chosen else env.home() / "backups"


def room() -> Path:
    """Return where backups are kept, made if it is not there."""
    place = folder()
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise NoFolder(folder=place, reason=error.strerror or error) from error
    return place


def backups() -> list[Path]:
    """Return all backups, the newest first; their names sort by time."""
    return sorted(folder().glob("rapport-*.tar"), reverse=True)


def target() -> Target:
    """Return the database in use."""
    return Target.of(connection.get_connection_params())


def fingerprint() -> str:
    """Return what tells one secret key from another without telling the key."""
    return hashlib.sha256(f"rapport backup {settings.SECRET_KEY}".encode()).hexdigest()[:16]


def make_backup(kind: str = MANUAL) -> Path:
    """Back database and files up; return the finished file."""
    place = room()
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    file = place / f"rapport-{stamp}-{kind}.tar"
    dump, draft = place / f".{stamp}.dump", place / f".{stamp}.part"
    with exclusive(place / ".lock"):
        _remove_leftovers(place)
        try:
            _dump(dump)
            archive.write(draft, _manifest(dump), dump, env.home() / "files")
            draft.rename(file)
            _sync(place)
        except OSError as error:
            if error.errno in NO_ROOM:
                raise NoRoom(folder=place) from error
            raise BackupFailed(reason=error.strerror or error) from error
        finally:
            dump.unlink(missing_ok=True)
            draft.unlink(missing_ok=True)
        _remove_old(kind)
    return file


def back_up_daily(at: datetime) -> Path | None:
    """Make the day's backup unless there is one already, or nothing to lose."""
    made = [path for path in backups() if path.stem.endswith(f"-{DAILY}")]
    age = at.timestamp() - made[0].stat().st_mtime if made else DAY
    return make_backup(DAILY) if age >= DAY and has_data() else None


def has_data() -> bool:
    """Return whether anybody has worked with this database yet."""
    with connection.cursor() as cursor:
        if "core_user" not in connection.introspection.table_names(cursor):
            return False
        cursor.execute("select exists (select 1 from core_user where not is_system)")
        row = cursor.fetchone()
    return bool(row and row[0])


def _dump(file: Path) -> None:
    ours = target()
    try:
        subprocess.run(
            ours.command("pg_dump", "-Fc", "--no-owner", "--no-privileges", f"--file={file}"),
            env=ours.environment(),
            capture_output=True,
            check=True,
        )
        contents(file)
    except subprocess.CalledProcessError as error:
        said = last_line(error.stderr)
        if NO_SPACE in said or error.returncode == -signal.SIGXFSZ:
            raise NoRoom(folder=file.parent) from error
        raise BackupFailed(reason=said) from error


def _manifest(dump: Path) -> archive.Manifest:
    applied = MigrationRecorder(connection).applied_migrations()
    return archive.Manifest(
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        version=__version__,
        server=connection.cursor().connection.info.server_version // 10000,
        key=fingerprint(),
        migrations=sorted(f"{app}.{name}" for app, name in applied),
        dump_sha256=archive.checksum(dump),
    )


def _remove_leftovers(place: Path) -> None:
    """Remove what a killed backup left; we hold the lock, so nobody is writing it."""
    for path in [*place.glob(".*.part"), *place.glob(".*.dump")]:
        path.unlink(missing_ok=True)


def _remove_old(kind: str) -> None:
    if kind in KEPT_BY_HAND:
        return
    keep = max(1, env.number("RAPPORT_BACKUP_KEEP", KEEP))
    for path in [path for path in backups() if path.stem.endswith(f"-{kind}")][keep:]:
        path.unlink(missing_ok=True)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
