"""The event stream: who may hear it, what it tells, and what happens to the slow."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest

from rapport.config.launcher.places import places_in
from rapport.config.server.hub import QUEUE, REFETCH, Client, Hub, frame_of
from rapport.core.events.marks import mark
from tests.setup.conftest import Running, clear, in_django, wait_for
from tests.setup.test_up import sign_in


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("stream") / "home"
    running = Running(home).wait_until_ready()
    yield running
    running.stop()
    clear(home)


class Listener:
    """A browser's end of the stream."""

    def __init__(
        self, running: Running, session: str, *, headers: str = "", verb: str = "GET"
    ) -> None:
        self.socket = socket.create_connection(("127.0.0.1", running.port), timeout=30)
        request = f"{verb} /events HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid={session}\r\n{headers}\r\n"
        self.socket.sendall(request.encode())
        self.received = b""

    def hears(self, piece: bytes) -> bool:
        """Read until the piece came; False when the stream ended before."""
        while piece not in self.received:
            more = self.socket.recv(65536)
            if not more:
                return False
            self.received += more
        return True


def by_itself(work: Coroutine[Any, Any, Any]) -> Any:
    """Run it in a thread without a loop: a browser test before this one leaves Playwright's running."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


def ring(home: Path, **note: object) -> None:
    with psycopg.connect(
        host=str(places_in(home).socket), user="rapport", dbname="rapport"
    ) as connection:
        connection.execute("select pg_notify('rapport_events', %s)", [json.dumps(note)])


def test_without_a_session_it_stays_silent(up: Running) -> None:
    assert Listener(up, "").hears(b"HTTP/1.1 401")
    assert Listener(up, "forged").hears(b"HTTP/1.1 401")
    assert Listener(up, "'; drop table core_user; --").hears(b"HTTP/1.1 401")


def test_only_get_is_answered(up: Running) -> None:
    assert Listener(up, sign_in(up.home), verb="DELETE").hears(b"HTTP/1.1 405")


def test_it_tells_number_name_and_marks_and_nothing_else(up: Running) -> None:
    listener = Listener(up, sign_in(up.home))
    assert listener.hears(b"retry: 2000")
    subject, party = 4711_4711_4711_4711, 4712_4712_4712_4712
    ring(up.home, id=71, name="PersonEdited", subject=subject, party=party, by=None)
    assert listener.hears(b"id: 71\n")
    assert listener.hears(b'data: {"id": 71, "name": "PersonEdited", "party": ')
    assert str(subject).encode() not in listener.received
    assert str(party).encode() not in listener.received


def test_who_comes_back_fetches_again(up: Running) -> None:
    session = sign_in(up.home)
    assert Listener(up, session, headers="Last-Event-ID: 3\r\n").hears(b"event: refetch")


def test_who_left_the_company_hears_nothing(up: Running) -> None:
    session = sign_in(up.home)
    leave = """
from django.utils import timezone
from rapport.core.access.models import User
User.objects.filter(email="alice@haina.example").update(left_at={when})
"""
    in_django(up.home, leave.format(when="timezone.now()"))
    assert Listener(up, session).hears(b"HTTP/1.1 401")
    in_django(up.home, leave.format(when="None"))
    assert Listener(up, session).hears(b"HTTP/1.1 200")


def test_a_stream_holds_no_database_connection(up: Running) -> None:
    session = sign_in(up.home)
    listeners = [Listener(up, session) for _ in range(40)]
    assert all(listener.hears(b"retry: 2000") for listener in listeners)
    with psycopg.connect(
        host=str(places_in(up.home).socket), user="rapport", dbname="rapport"
    ) as connection:
        row = connection.execute(
            "select count(*) from pg_stat_activity where datname = 'rapport'"
        ).fetchone()
    assert row
    assert row[0] < 40
    assert up.get("/healthz") == (200, "ok")


def test_after_the_database_was_away_everybody_fetches_again(up: Running) -> None:
    listener = Listener(up, sign_in(up.home))
    assert listener.hears(b"retry: 2000")
    with psycopg.connect(
        host=str(places_in(up.home).socket), user="rapport", dbname="rapport", autocommit=True
    ) as connection:
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen %'"
        )
    assert listener.hears(b"event: refetch")
    wait_for(lambda: up.get("/healthz") == (200, "ok"))


def test_a_slow_client_is_told_to_fetch_again_and_costs_no_memory() -> None:
    async def overrun() -> bytes | None:
        client = Client()
        for number in range(10 * QUEUE):
            client.offer(b"id: %d\n\n" % number)
        assert client.waiting.qsize() <= QUEUE
        return await client.next()

    received = by_itself(overrun())
    assert received is not None
    assert received.startswith(REFETCH)


def test_no_more_streams_than_the_limit() -> None:
    async def fill() -> list[bool]:
        hub = Hub({}, limit=2)
        full = []
        async with hub.client(), hub.client():
            full.append(hub.is_full)
        full.append(hub.is_full)
        return full

    assert by_itself(fill()) == [True, False]


@pytest.mark.parametrize("payload", ["", "{", "[]", '{"id": "x", "name": "y"}', '{"id": 1}', "7"])
def test_what_it_does_not_understand_makes_pages_fetch_again(payload: str) -> None:
    assert frame_of(payload) == REFETCH


def test_an_event_tells_what_it_is_about_by_marks() -> None:
    note = {"id": 1, "name": "NoteWritten", "party": 7, "subject": 8, "by": None}
    told = json.loads(frame_of(json.dumps(note)).split(b"data: ")[1])
    marks = {"party": mark("party", 7), "subject": mark("subject", 8)}
    assert told == {"id": 1, "name": "NoteWritten", **marks}


def test_a_name_cannot_break_out_of_its_line() -> None:
    frame = frame_of(json.dumps({"id": 1, "name": "a\n\nevent: refetch"}))
    assert frame.count(b"\n") == 3
