"""Every business table is logged, for every door."""

from __future__ import annotations

import pytest
from django.db import connection

from rapport.core.access.models import Team, User
from rapport.core.changes.models import Change
from rapport.core.changes.queries import history
from rapport.core.changes.triggers import logged_models

pytestmark = pytest.mark.django_db


def test_every_business_table_has_its_triggers() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger WHERE tgname LIKE 'log\\_%' GROUP BY 1"
        )
        found = dict(cursor.fetchall())
    expected = {model._meta.db_table: 3 for model in logged_models()}
    assert expected
    assert {table: found.get(table, 0) for table in expected} == expected


def test_every_version_is_raised_by_its_trigger(north: Team) -> None:
    Team.objects.filter(pk=north.pk).update(name="North-east")
    north.refresh_from_db()
    assert north.version == 2


def test_an_update_logs_the_fields_before(north: Team) -> None:
    Team.objects.filter(pk=north.pk).update(name="North-east")
    change = history(Team, north.pk)[0]
    assert (change.operation, change.before) == ("u", {"name": "North"})


def test_an_update_that_changes_nothing_logs_nothing(north: Team) -> None:
    Team.objects.filter(pk=north.pk).update(name="North")
    assert [c.operation for c in history(Team, north.pk)] == ["i"]


def test_sql_and_bulk_are_logged(north: Team, south: Team) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_team SET name = name || '!'")
        cursor.execute("DELETE FROM core_team")
    assert Change.objects.filter(table="core_team", operation="u").count() == 2
    assert (
        Change.objects.filter(table="core_team", operation="d", before__name="South!").count() == 1
    )


def test_the_log_says_who_and_why(admin: User, north: Team, written_by) -> None:
    written_by(
        admin, "core.manage_users", lambda: Team.objects.filter(pk=north.pk).update(name="N")
    )
    change = history(Team, north.pk)[0]
    assert (change.by_id, change.cause, change.group is not None) == (
        admin.pk,
        "core.manage_users",
        True,
    )


def test_who_is_forgotten_when_the_action_ends(admin: User, north: Team, written_by) -> None:
    written_by(admin, "core.manage_users", lambda: None)
    Team.objects.filter(pk=north.pk).update(name="N")
    assert history(Team, north.pk)[0].by_id is None


def test_a_password_is_never_logged(alice: User) -> None:
    before = alice.password
    alice.set_password("something else")
    alice.save(update_fields=["password"])
    User.objects.filter(pk=alice.pk).update(left_at="2026-01-01T00:00:00Z")
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(before::text, ''), '') FROM core_change")
        log = cursor.fetchone()[0]
    assert before not in log
    assert '"password": null' in log
