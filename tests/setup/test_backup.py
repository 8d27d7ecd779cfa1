"""A backup is whole or not there; restored, it is what it was, also on an older server."""

from __future__ import annotations

import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from rapport.config.launcher.server import Server, running
from tests.setup.conftest import clear, in_django, rapport, small_disk

pytestmark = pytest.mark.database
DEBIAN = Path("/usr/lib/postgresql/15/bin")
SERVERS = [None, *([DEBIAN] if (DEBIAN / "postgres").exists() else [])]
FOUND = ["--company", "海纳 Haina", "--currency", "CNY", "--fiscal-year", "4", "--lang", "zh-hans"]
FOUND += ["--zone", "Asia/Shanghai", "--name", "王小明", "--email", "ada@haina.example"]
PASSWORD = "correct horse battery"


@dataclass
class Installation:
    """A data folder with a database on a server that runs."""

    home: Path
    url: str

    def run(self, *arguments: str, answer: str = "", **settings: object) -> Any:
        return rapport(
            self.home, *arguments, answer=answer, RAPPORT_DATABASE_URL=self.url, **settings
        )

    def ask(self, question: str) -> Any:
        with psycopg.connect(self.url) as connection:
            row = connection.execute(question).fetchone()  # type: ignore[arg-type]
        return row and row[0]

    def backup(self) -> Path:
        done = self.run("backup")
        assert done.returncode == 0, done.stderr
        return sorted((self.home / "backups").glob("*.tar"))[-1]


def address(server: Server, database: str = "rapport") -> str:
    """Return the address of a database on a server."""
    return f"postgresql://rapport@/{database}?host={quote(str(server.places.socket), safe='')}"


def found(server: Server, home: Path) -> Installation:
    """Make an installation with a company, a file and an event in it."""
    made = Installation(home, address(server))
    done = made.run("init", *FOUND, "--password-file", "-", answer=PASSWORD)
    assert done.returncode == 0, done.stderr
    (home / "files" / "a").mkdir(parents=True)
    (home / "files" / "a" / "合同.pdf").write_bytes(b"%PDF contract")
    return made


@pytest.fixture(scope="module", params=SERVERS, ids=lambda p: "15" if p else "18")
def founded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """An installation to be copied by each test."""
    place = tmp_path_factory.mktemp("server")
    with running(place / "server", folder=request.param, scratch=True) as server:
        made = found(server, place / "home")
        with psycopg.connect(address(server, "postgres"), autocommit=True) as connection:
            connection.execute("alter database rapport rename to founded")
        yield made
    clear(place / "server")


@pytest.fixture
def installed(founded: Installation, tmp_path: Path) -> Installation:
    """A fresh copy of the installation."""
    beside = founded.url.replace("/rapport?", "/postgres?")
    with psycopg.connect(beside, autocommit=True) as connection:
        for name in ("", "_before_restore", "_restoring", "_failed_migration"):
            connection.execute(f"drop database if exists rapport{name} with (force)")  # type: ignore[arg-type]
        connection.execute("create database rapport template founded")
    shutil.copytree(founded.home, tmp_path / "home")
    return Installation(tmp_path / "home", founded.url)


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A backup made on the newest server, beside its secret key."""
    place = tmp_path_factory.mktemp("newest")
    with running(place / "server", scratch=True) as server:
        yield found(server, place / "home").backup()
    clear(place / "server")


def test_what_was_backed_up_comes_back_and_the_restore_can_be_undone(
    installed: Installation,
) -> None:
    file = installed.backup()
    with psycopg.connect(installed.url) as connection:
        connection.execute("update core_company set name = 'Somebody else'")
    (installed.home / "files" / "a" / "合同.pdf").unlink()
    done = installed.run("restore", file.name, "--yes")
    assert done.returncode == 0, done.stderr
    assert installed.ask("select name from core_company") == "海纳 Haina"
    assert installed.ask("select count(*) from core_user where name = '王小明'") == 1
    assert (installed.home / "files" / "a" / "合同.pdf").read_bytes() == b"%PDF contract"
    assert installed.run("restore", "--undo").returncode == 0
    assert installed.ask("select name from core_company") == "Somebody else"


def test_a_backup_of_the_newest_server_is_restored_on_this_one(
    newest: Path, installed: Installation
) -> None:
    with psycopg.connect(installed.url) as connection:
        connection.execute("update core_company set name = 'Somebody else'")
    shutil.copy(newest.parents[1] / "secret.key", installed.home / "secret.key")
    done = installed.run("restore", str(newest), "--yes")
    assert done.returncode == 0, done.stderr
    assert installed.ask("select name from core_company") == "海纳 Haina"
    assert installed.ask("select count(*) from core_event where xid >= pg_current_xact_id()") == 0
    with psycopg.connect(installed.url) as connection:
        connection.execute("update core_company set name = 'And it is logged'")
    logged = (
        "select count(*) from core_change where table_name = 'core_company' and before is not null"
    )
    assert installed.ask(logged) == 1


TRY = """
import sys
from rapport.config.backup.restore import find, restore_backup
from rapport.config.problem import Problem
for name in sys.stdin.read().splitlines():
    try:
        restore_backup(find(name))
    except Problem as problem:
        print(problem)
"""


def test_what_cannot_be_restored_is_refused_and_nothing_changes(installed: Installation) -> None:
    file = installed.backup()
    whole, place = file.read_bytes(), file.parent
    spoilt = bytearray(whole)
    middle = whole.index(b"PGDMP") + 5000
    spoilt[middle : middle + 4] = bytes(byte ^ 255 for byte in spoilt[middle : middle + 4])
    files = {
        "half.tar": whole[: len(whole) // 2],
        "spoilt.tar": bytes(spoilt),
        "text.tar": b"no backup",
    }
    for name, body in files.items():
        (place / name).write_bytes(body)
    rewrite(file, place / "newer.tar", migrations=["core.9999_tomorrow"])
    rewrite(file, place / "key.tar", key="0123456789abcdef")
    before = installed.ask("select oid from pg_database where datname = current_database()")
    names = ["half.tar", "spoilt.tar", "text.tar", "newer.tar", "key.tar", "nowhere.tar"]
    said = in_django(
        installed.home, TRY, answer="\n".join(names), RAPPORT_DATABASE_URL=installed.url
    ).splitlines()
    wanted = [
        "damaged",
        "its checksum is wrong",
        "is no backup of Rapport",
        "made by a newer Rapport",
    ]
    wanted += ["made under another secret key", "There is no backup at nowhere.tar"]
    assert len(said) == len(wanted)
    assert [part for part, line in zip(wanted, said, strict=True) if part not in line] == []
    assert installed.ask("select oid from pg_database where datname = current_database()") == before


def rewrite(file: Path, target: Path, **said: object) -> None:
    """Write the same backup with another manifest."""
    with tarfile.open(file) as old, tarfile.open(target, "w") as new:
        for member in old:
            stream = old.extractfile(member)
            body = stream.read() if stream else b""
            if member.name == "manifest.json":
                body = json.dumps(json.loads(body) | said).encode()
            member.size = len(body)
            new.addfile(member, BytesIO(body))


def test_a_backup_under_another_key_is_restored_when_told_so(installed: Installation) -> None:
    file = installed.backup()
    (installed.home / "secret.key").write_text(
        "another key that is long enough for anybody, really"
    )
    done = installed.run("restore", file.name, "--yes", "--other-key")
    assert done.returncode == 0, done.stderr


def test_a_backup_is_for_its_owner_alone_and_leaves_no_draft(installed: Installation) -> None:
    file = installed.backup()
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0
    draft = file.with_name(".20260101T000000Z.part")
    draft.touch()  # of a backup that was killed
    installed.backup()
    assert [path.name for path in file.parent.glob(".*")] == [".lock"]


def test_only_so_many_daily_backups_are_kept_and_those_by_hand_stay(
    installed: Installation,
) -> None:
    by_hand = installed.backup()
    program = """
from rapport.config.backup.make import make_backup
for _ in range(4):
    make_backup("daily")
"""
    in_django(installed.home, program, RAPPORT_DATABASE_URL=installed.url, RAPPORT_BACKUP_KEEP=2)
    kept = sorted(path.name for path in by_hand.parent.glob("*.tar"))
    assert len([name for name in kept if name.endswith("-daily.tar")]) == 2
    assert by_hand.name in kept


def test_the_daily_backup_is_made_once_a_day(installed: Installation) -> None:
    program = """
from datetime import timedelta
from django.utils import timezone
from rapport.config.backup.make import back_up_daily
now = timezone.now()
print(bool(back_up_daily(now)), bool(back_up_daily(now + timedelta(hours=22))), bool(back_up_daily(now + timedelta(hours=24))))
"""
    said = in_django(installed.home, program, RAPPORT_DATABASE_URL=installed.url)
    assert said == "True False True"


BROKEN = {"DJANGO_SETTINGS_MODULE": "tests.setup.broken.settings"}


def test_a_failed_migration_puts_the_data_of_before_back(installed: Installation) -> None:
    done = installed.run("migrate", **BROKEN)
    assert done.returncode == 1
    assert "division by zero. The data are as they were before" in done.stderr
    assert "Traceback" not in done.stderr
    assert installed.ask("select to_regclass('broken_first') is null") is True
    assert installed.ask("select count(*) from django_migrations where app = 'broken'") == 0
    assert installed.ask("select name from core_company") == "海纳 Haina"
    assert (installed.home / "files" / "a" / "合同.pdf").read_bytes() == b"%PDF contract"
    assert installed.run("migrate").returncode == 0  # the version of before goes on with them
    left = installed.url.replace("/rapport?", "/rapport_failed_migration?")
    with psycopg.connect(left) as connection:  # what the attempt left can still be looked at
        assert connection.execute("select to_regclass('broken_first') is null").fetchone() == (
            False,
        )
    file = sorted((installed.home / "backups").glob("*-before-migration.tar"))[-1]
    assert file.name in done.stderr


def test_when_going_back_fails_too_it_says_so(installed: Installation) -> None:
    with psycopg.connect(installed.url) as connection:
        connection.execute("create role watcher login createrole nocreatedb")
        connection.execute("grant all on all tables in schema public to watcher")
    with psycopg.connect(installed.url) as connection:
        for table in ("core_user", "django_migrations"):
            connection.execute(f"alter table {table} owner to watcher")  # type: ignore[arg-type]
        connection.execute("grant all on schema public to watcher")
        connection.execute("grant all on all sequences in schema public to watcher")
    url = installed.url.replace("rapport@", "watcher@")
    done = rapport(installed.home, "migrate", RAPPORT_DATABASE_URL=url, **BROKEN)
    assert done.returncode == 1
    assert "Putting the data of before back failed as well: " in done.stderr
    assert "rapport restore " in done.stderr
    assert installed.ask("select name from core_company") == "海纳 Haina"


FULL = ["limit", *(["disk"] if os.geteuid() == 0 else [])]  # only root can make a small disk


@pytest.mark.parametrize("why", FULL)
def test_on_a_full_disk_nothing_half_made_stays(
    installed: Installation, tmp_path: Path, why: str
) -> None:
    place = tmp_path / "small"
    place.mkdir()
    with small_disk(place, megabytes=1) if why == "disk" else nullcontext():
        old = place / "rapport-20260101T000000000000Z-daily.tar"
        old.write_bytes(b"kept")
        if why == "disk":
            (place / "filler").write_bytes(bytes(shutil.disk_usage(place).free - 60_000))
        limit = ["sh", "-c", 'ulimit -f 60; exec "$@"', "sh"] if why == "limit" else []
        done = rapport(
            installed.home,
            "backup",
            before=limit,
            RAPPORT_DATABASE_URL=installed.url,
            RAPPORT_BACKUPS=place,
        )
        assert done.returncode == 1
        assert "is full" in done.stderr
        assert "Traceback" not in done.stderr
        assert old.read_bytes() == b"kept"
        assert sorted(path.name for path in place.iterdir() if path.name != "filler") == [
            ".lock",
            old.name,
        ]


def test_a_folder_that_cannot_hold_backups_is_named(
    installed: Installation, tmp_path: Path
) -> None:
    place = tmp_path / "file" / "backups"
    place.parent.touch()
    settings = {"RAPPORT_DATABASE_URL": installed.url, "RAPPORT_BACKUPS": place}
    done = rapport(installed.home, "backup", **settings)
    assert done.returncode == 1
    assert f"Backups cannot be kept in {place}: Not a directory." in done.stderr


def test_a_database_of_a_newer_rapport_is_left_alone(installed: Installation) -> None:
    with psycopg.connect(installed.url) as connection:
        connection.execute(
            "insert into django_migrations (app, name, applied) values ('core', '9999_tomorrow', now())"
        )
    done = installed.run("migrate")
    assert done.returncode == 1
    assert "belongs to a newer Rapport (it knows core.9999_tomorrow)" in done.stderr
