"""What breaks under a command is told in a sentence, and a defect of ours is not hidden behind one."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connections

from rapport.config.cli.breakdowns import in_a_sentence
from rapport.config.launcher.problems import DatabaseWentAway, DiskFull
from tests.setup.conftest import rapport

FULL = "do $$ begin raise exception 'no room' using errcode = '53100'; end $$"


def breaking(statement: str) -> DatabaseError:
    """Return what Django raises when a statement breaks."""
    connection = connections.create_connection("default")
    try:
        with pytest.raises(DatabaseError) as found, connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
    return found.value


@pytest.mark.django_db
def test_a_full_disk_and_a_lost_database_are_told() -> None:
    full = breaking(FULL)
    assert isinstance(in_a_sentence(full), DiskFull)
    assert isinstance(full.__cause__, psycopg.Error)
    assert isinstance(in_a_sentence(full.__cause__), DiskFull)  # as COPY raises it
    assert isinstance(in_a_sentence(OSError(28, "No space left on device", "/x")), DiskFull)
    lost = in_a_sentence(breaking("select pg_terminate_backend(pg_backend_pid())"))
    assert isinstance(lost, DatabaseWentAway)
    assert "Nothing was saved by half" in str(lost)


@pytest.mark.django_db
def test_a_defect_is_no_breakdown() -> None:
    assert in_a_sentence(breaking("select nonsense")) is None
    assert in_a_sentence(ZeroDivisionError()) is None


def test_a_database_that_nothing_has_prepared_is_told(home: Path) -> None:
    done = rapport(home, "user", "list")
    assert done.returncode == 1
    assert done.stderr.startswith("The database is not prepared for this version of Rapport.")
