"""The embedded PostgreSQL starts from every state a data folder can be in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from rapport.config.launcher import cluster, server, tuning
from rapport.config.launcher.locks import exclusive
from rapport.config.launcher.places import LONGEST_SOCKET, SOCKET_NAME, places_in
from rapport.config.launcher.problems import (
    DiskFull,
    FolderDamaged,
    FolderNotUsable,
    OtherVersion,
    StartFailed,
)
from rapport.config.launcher.server import is_running, running
from tests.setup.conftest import clear, free_port, rapport, small_disk

IS_ROOT = os.geteuid() == 0


def ask(home: Path, question: str) -> object:
    with (
        running(home, scratch=True) as server,
        psycopg.connect(**server.parameters()) as connection,
    ):
        row = connection.execute(question).fetchone()  # type: ignore[arg-type]
        return row and row[0]


def write(home: Path) -> None:
    with (
        running(home, scratch=True) as server,
        psycopg.connect(**server.parameters()) as connection,
    ):
        connection.execute("create table kept as select 42 as answer")


def test_it_is_postgresql_18_that_sorts_alike_on_every_machine(home: Path) -> None:
    assert ask(home, "select current_setting('server_version_num')::int / 10000") == 18
    assert (
        ask(
            home,
            "select datlocprovider::text || datlocale from pg_database where datname='rapport'",
        )
        == "bC.UTF-8"
    )
    assert ask(home, "show server_encoding") == "UTF8"
    assert ask(home, "show listen_addresses") == ""


def test_macos_sorts_the_same_by_a_locale_that_it_has(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    macos = cluster.locale_options(18, "darwin")
    assert "--locale=en_US.UTF-8" in macos
    here = [option.replace("en_US.UTF-8", "C.UTF-8") for option in macos]
    monkeypatch.setattr(cluster, "locale_options", lambda *_: here)
    found = "select datlocprovider::text || datlocale || ' ' || datcollate from pg_database where datname='rapport'"
    assert ask(home, found) == "bC.UTF-8 C"
    assert ask(home, "select upper('é') || (lower('Ж') = 'ж')::text") == "Étrue"


def test_the_last_to_leave_stops_it(home: Path) -> None:
    with running(home, scratch=True):
        with running(home, scratch=True):
            pass
        assert is_running(places_in(home))
    assert not is_running(places_in(home))


def test_nobody_else_can_open_its_socket(home: Path) -> None:
    with running(home, scratch=True) as server:
        assert server.places.socket.stat().st_mode & 0o077 == 0


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    home = tmp_path / ("long" * 30) / ("longer" * 20)
    try:
        assert ask(home, "select 1") == 1
        assert len(os.fsencode(places_in(home).socket / SOCKET_NAME)) <= LONGEST_SOCKET
    finally:
        clear(home)


def test_it_recovers_after_kill_9(home: Path, kill_server: Callable[[Path], None]) -> None:
    write(home)
    with running(home, scratch=True):
        kill_server(home)
        assert ask(home, "select answer from kept") == 42


@pytest.mark.parametrize("who", ["another program", "nobody"])
def test_a_stale_pid_file_is_no_obstacle(home: Path, who: str) -> None:
    write(home)
    places = places_in(home)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        if who == "nobody":
            other.communicate(b"\n")
        places.pid_file.write_text(
            f"{other.pid}\n{places.data}\n1\n5432\n{places.socket}\n\n\nready\n"
        )
        shutil.chown(places.pid_file, places.data.stat().st_uid)
        assert not is_running(places)
        assert ask(home, "select answer from kept") == 42
        other.kill()


def test_a_start_killed_while_making_the_folder_leaves_nothing_half_made(home: Path) -> None:
    write(home)
    places = places_in(home)
    draft = places.cluster / "data.new"
    places.data.rename(draft)
    (draft / "PG_VERSION").unlink()
    assert ask(home, "select 1") == 1
    assert not draft.exists()


def test_a_folder_of_another_version_is_named_and_left_alone(home: Path) -> None:
    write(home)
    version = places_in(home).data / "PG_VERSION"
    version.write_text("16\n")
    with pytest.raises(OtherVersion, match=r"made by PostgreSQL 16, and this Rapport brings 18"):
        ask(home, "select 1")
    version.write_text("18\n")
    assert ask(home, "select answer from kept") == 42


@pytest.mark.parametrize("left", ["garbage", None])
def test_a_folder_that_is_not_whole_is_named_with_the_way_out(home: Path, left: str | None) -> None:
    write(home)
    version = places_in(home).data / "PG_VERSION"
    version.unlink() if left is None else version.write_text(left)
    with pytest.raises(FolderDamaged, match=r"is not whole.*rapport restore"):
        ask(home, "select 1")


@pytest.mark.parametrize("lost", ["base", "pg_wal"])
def test_a_half_deleted_folder_is_told_and_left_alone(
    home: Path, lost: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "ENDING_SECONDS", 1)
    write(home)
    shutil.rmtree(places_in(home).data / lost)
    with pytest.raises(StartFailed, match=rf"says: .*{lost}.*rapport restore"):
        ask(home, "select 1")
    assert not is_running(places_in(home))


def test_the_database_of_a_deleted_data_folder_is_not_adopted(home: Path) -> None:
    write(home)
    shutil.rmtree(home)
    assert ask(home, "select to_regclass('kept') is null") is True
    kept = list(places_in(home).cluster.parent.glob(f"{places_in(home).cluster.name}.before-*"))
    assert len(kept) == (
        1 if IS_ROOT else 0
    )  # as root it lies elsewhere, and nothing is thrown away


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(FolderNotUsable, match="RAPPORT_HOME"):
        cluster.prepare(places_in(file), programs_of(file))


@pytest.mark.parametrize("command", [["up"], ["user", "list"], ["backup"], ["doctor"]])
def test_every_command_names_a_folder_that_cannot_be_used(
    tmp_path: Path, command: list[str]
) -> None:
    file = tmp_path / "file"
    file.touch()
    for home in (file, file / "below"):
        done = rapport(home, *command, RAPPORT_PORT=free_port())
        said = done.stdout + done.stderr
        assert done.returncode == 1
        assert str(file) in said
        assert "RAPPORT_HOME" in said
        assert "Traceback" not in said


def test_nobody_else_looks_into_the_data_folder(tmp_path: Path) -> None:
    home = tmp_path / "data" / "home"
    with exclusive(home / "locks" / "up"):
        assert home.stat().st_mode & 0o077 == 0
        assert home.parent.stat().st_mode & 0o077 == 0


def programs_of(_: Path) -> cluster.Programs:
    from rapport.config.launcher.programs import programs

    return programs()


def test_a_full_disk_is_named_and_nothing_half_made_stays(home: Path) -> None:
    places = places_in(home)
    if not IS_ROOT:  # only root can make a small disk
        assert isinstance(
            cluster.explain("could not write: No space left on device", places), DiskFull
        )
        return
    home.mkdir()
    (home / "postgres").symlink_to(places.cluster)
    places.cluster.mkdir(parents=True)
    with small_disk(places.cluster, megabytes=12):
        with pytest.raises(DiskFull, match="is full"):
            ask(home, "select 1")
        assert not places.data.exists()
    assert ask(home, "select 1") == 1


def test_what_the_server_says_before_it_gives_up_is_told(home: Path) -> None:
    write(home)
    auto = places_in(home).data / "postgresql.auto.conf"
    auto.write_text("shared_buffers = 'many'\n")
    with pytest.raises(StartFailed, match="invalid value for parameter"):
        ask(home, "select 1")


@pytest.mark.parametrize(("gigabytes", "buffers"), [(0.5, "64MB"), (8, "512MB"), (256, "4096MB")])
def test_settings_follow_the_memory(gigabytes: float, buffers: str) -> None:
    chosen = tuning.settings(int(gigabytes * 1024**3), 10 * 1024**3)
    assert chosen["shared_buffers"] == buffers
    assert chosen["max_wal_size"] == "1GB"
    assert "fsync" not in chosen
