from __future__ import annotations

from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from rapport.core.access.models import Team
from rapport.core.idempotency.actions import (
    Answer,
    BadIdempotencyKey,
    KeyUsedForAnother,
    StillWorking,
    answer_once,
    forget_old_keys,
)
from rapport.core.idempotency.models import IdempotencyKey


class Work:
    """Adds a team and counts how often it was done."""

    def __init__(self, status=201):
        self.done = 0
        self.status = status

    def __call__(self):
        self.done += 1
        Team.objects.create(name=f"Team {self.done}")
        return Answer(self.status, {"ETag": '"1"'}, b"made")


def test_the_same_request_is_carried_out_once(alice, at):
    work = Work()
    first = answer_once("k", "d", work, user=alice, at=at)
    again = answer_once("k", "d", work, user=alice, at=at)
    assert first == (Answer(201, {"ETag": '"1"'}, b"made"), False)
    assert again == (first[0], True)
    assert work.done == 1


def test_a_file_is_handed_out_anew_and_not_kept(alice, at):
    made = iter((1, 2))

    def work():
        Team.objects.create(name=f"File {next(made)}")
        return Answer(200, {}, b"", is_file=True)

    for _time in range(2):
        answer_once("k", "d", work, user=alice, at=at)
    assert Team.objects.filter(name__startswith="File").count() == 2
    assert not IdempotencyKey.objects.exists()


def test_another_request_under_the_same_key_is_refused(alice, at):
    answer_once("k", "d", Work(), user=alice, at=at)
    with pytest.raises(KeyUsedForAnother):
        answer_once("k", "e", Work(), user=alice, at=at)


def test_keys_of_two_users_do_not_meet(alice, bob, at):
    work = Work()
    answer_once("k", "d", work, user=alice, at=at)
    answer_once("k", "d", work, user=bob, at=at)
    assert work.done == 2


def test_after_a_refusal_the_key_is_free_and_nothing_is_written(alice, at):
    answer_once("k", "d", Work(status=422), user=alice, at=at)
    assert not Team.objects.filter(name="Team 1").exists()
    assert answer_once("k", "e", Work(), user=alice, at=at)[0].status == 201


def test_a_crash_leaves_neither_work_nor_key(alice, at):
    def crash():
        Team.objects.create(name="Half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        answer_once("k", "d", crash, user=alice, at=at)
    assert not Team.objects.filter(name="Half").exists()
    assert not IdempotencyKey.objects.exists()


def test_a_day_later_the_key_is_free(alice, at):
    work = Work()
    answer_once("k", "d", work, user=alice, at=at)
    answer_once("k", "e", work, user=alice, at=at + timedelta(hours=24))
    assert work.done == 2
    assert forget_old_keys(at=at + timedelta(hours=47)) == 0
    assert forget_old_keys(at=at + timedelta(hours=48)) == 1


@pytest.mark.parametrize("key", ["", " ", "a b", "ü", "x" * 256, "a\n"])
def test_what_a_key_looks_like(alice, at, key):
    with pytest.raises(BadIdempotencyKey):
        answer_once(key, "d", Work(), user=alice, at=at)


def test_while_the_first_is_at_work_the_second_is_told(alice, at):
    settings = connection.settings_dict
    parts = {k: settings[k.upper()] for k in ("host", "port", "user", "password")}
    other = psycopg.connect(dbname=settings["NAME"], **{k: v for k, v in parts.items() if v})
    with other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))", ["k", alice.pk])
        with pytest.raises(StillWorking):
            answer_once("k", "d", Work(), user=alice, at=at)
    other.close()
