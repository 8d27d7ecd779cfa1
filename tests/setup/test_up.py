"""`rapport up`: one tree of processes that starts, mends itself and stops."""

from __future__ import annotations

import os
import random
import re
import signal
import socket
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from rapport.config.launcher.places import places_in
from rapport.config.launcher.server import is_running, pid_of
from tests.setup.conftest import Running, clear, free_port, in_django, rapport, tree_of, wait_for

KILLS = 8


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A running installation; each test leaves it running."""
    home = tmp_path_factory.mktemp("up") / "home"
    running = Running(home).wait_until_ready()
    yield running
    running.stop()
    clear(home)


def children(running: Running) -> dict[str, int]:
    """Return the supervisor's children by name."""
    found = {}
    for pid in tree_of(running.home):
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
            parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == running.process.pid and words[-2:-1]:
            found[words[-2]] = pid
    return found


def test_it_says_where_it_runs_and_answers_there(up: Running) -> None:
    assert f"Rapport runs at http://localhost:{up.port}" in up.said
    assert up.get("/healthz") == (200, "ok")


def test_it_tells_the_code_that_the_first_page_asks_for(up: Running) -> None:
    found = re.search("set-up code ([2-9A-Z]{4}-[2-9A-Z]{4})", up.said)
    assert found
    asked = "from rapport.core.company.setup_code import is_setup_code as ask"
    assert in_django(up.home, f"{asked}; print(ask('{found[1]}'))") == "True"
    assert 'name="code"' in up.get("/welcome")[1]


def test_a_second_one_on_the_same_folder_is_refused(up: Running) -> None:
    done = rapport(up.home, "up", RAPPORT_PORT=free_port())
    assert done.returncode == 1
    assert "Rapport already runs from the data folder" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_named_with_its_setting(up: Running, home: Path) -> None:
    done = rapport(home, "up", RAPPORT_PORT=up.port)
    assert done.returncode == 1
    assert f"Port {up.port} is taken by another program" in done.stderr
    assert "RAPPORT_PORT=" in done.stderr


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"RAPPORT_PORT": "eighty"}, "RAPPORT_PORT must be a whole number, not “eighty”"),
        ({"RAPPORT_PORT": "70000"}, "RAPPORT_PORT must be between 1 and 65535"),
        ({"RAPPORT_ADDRESS": "203.0.113.9"}, "which is no address of this machine"),
        ({"RAPPORT_TLS_CERT": "a.pem"}, "one of the two is not set"),
        ({"RAPPORT_TLS_CERT": "a.pem", "RAPPORT_TLS_KEY": "a.key"}, "certificate cannot be used"),
        ({"RAPPORT_DATABASE_URL": "mysql://x"}, "RAPPORT_DATABASE_URL must look like"),
        (
            {"RAPPORT_DATABASE_URL": "postgresql://x@localhost:99999/y"},
            "RAPPORT_DATABASE_URL must look like",
        ),
    ],
)
def test_a_bad_setting_is_a_sentence(home: Path, settings: dict[str, str], sentence: str) -> None:
    done = rapport(home, "up", **({"RAPPORT_PORT": str(free_port())} | settings))
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unreachable_database_is_a_sentence_without_its_password(home: Path) -> None:
    url = f"postgresql://rapport:hush@127.0.0.1:{free_port()}/rapport"
    done = rapport(home, "up", RAPPORT_PORT=free_port(), RAPPORT_DATABASE_URL=url)
    assert done.returncode == 1
    assert "does not answer: Connection refused. Check RAPPORT_DATABASE_URL" in done.stderr
    assert "hush" not in done.stdout + done.stderr


def test_a_database_of_the_wrong_version_is_named(home: Path) -> None:
    """A listener that greets as PostgreSQL 14 does: no such server can be installed beside the newer ones."""
    with socket.create_server(("127.0.0.1", 0)) as old:
        script = f"""
import socket
peer, _ = socket.socket(fileno={old.fileno()}).accept()
def message(kind, body): return kind + (len(body) + 4).to_bytes(4, "big") + body
size = int.from_bytes(peer.recv(4), "big")
if size == 8:
    peer.recv(4); peer.send(b"N"); size = int.from_bytes(peer.recv(4), "big")
peer.recv(size - 4)
def told(name, value): return message(b"S", name.encode() + b"\\0" + value.encode() + b"\\0")
peer.send(message(b"R", bytes(4)) + told("server_version", "14.9") + told("client_encoding", "UTF8")
    + told("server_encoding", "UTF8") + told("standard_conforming_strings", "on") + message(b"Z", b"I"))
row = message(b"T", (1).to_bytes(2, "big") + b"server_encoding\\0" + bytes(6) + (25).to_bytes(4, "big") + b"\\xff\\xff" + b"\\xff" * 4 + bytes(2))
row += message(b"D", (1).to_bytes(2, "big") + (4).to_bytes(4, "big") + b"UTF8") + message(b"C", b"SHOW\\0") + message(b"Z", b"T")
while asked := peer.recv(4096):
    begin = message(b"C", b"BEGIN\\0") + message(b"Z", b"T")
    if asked[:1] == b"X": break
    if b"BEGIN" in asked: peer.send(begin)
    elif b"show" in asked: peer.send(row if asked[:1] == b"Q" else message(b"1", b"") + message(b"2", b"") + row)
    else: peer.send(message(b"C", b"COMMIT\\0") + message(b"Z", b"I"))
"""
        with subprocess.Popen([sys.executable, "-c", script], pass_fds=[old.fileno()]) as server:
            url = f"postgresql://rapport@127.0.0.1:{old.getsockname()[1]}/rapport"
            done = rapport(home, "up", RAPPORT_PORT=free_port(), RAPPORT_DATABASE_URL=url)
            server.kill()
    assert done.returncode == 1
    assert "is PostgreSQL 14; Rapport needs 15 or newer" in done.stderr


@pytest.mark.parametrize("name", ["web", "worker"])
def test_a_child_that_dies_is_started_again(up: Running, name: str) -> None:
    pid = children(up)[name]
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: children(up).get(name, pid) != pid)
    wait_for(lambda: up.get("/healthz") == (200, "ok"))


def test_a_database_that_dies_is_started_again(up: Running) -> None:
    places = places_in(up.home)
    pid = pid_of(places)
    assert pid
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: is_running(places) and pid_of(places) != pid)
    wait_for(lambda: up.get("/healthz") == (200, "ok"))


def test_a_stop_takes_seconds_and_leaves_nothing_behind(home: Path) -> None:
    running = Running(home).wait_until_ready()
    streams = [open_stream(running) for _ in range(5)]
    assert running.stop() < 10
    assert all(
        stream.read() is not None for stream in streams
    )  # each was ended, none is left hanging
    assert running.said.rstrip().endswith("Stopped.")
    wait_for(lambda: tree_of(home) == [], seconds=5)
    assert not is_running(places_in(home))


def test_killed_at_any_moment_it_starts_again_and_keeps_what_was_confirmed(home: Path) -> None:
    chance = random.Random(20260917)
    confirmed = 0
    for _round in range(KILLS):
        running = Running(home)
        try:
            running.process.wait(chance.uniform(0.2, 5))
        except subprocess.TimeoutExpired:
            confirmed += confirm(home)
        running.kill()
        wait_for(lambda: not serving(home))  # web and worker never outlive it
    running = Running(home).wait_until_ready()
    wait_for(lambda: running.get("/healthz") == (200, "ok"))
    assert count(home) == confirmed
    running.stop()


def test_the_demo_tells_its_sign_in_once_at_each_start(home: Path) -> None:
    for _start in ("first", "second"):
        running = Running(home, "--demo", RAPPORT_DEMO_PASSWORD="hush hush hush")
        running.wait_until_ready()
        wait_for(lambda up=running: "Stop it with Ctrl C." in up.said)
        assert running.said.count("Sign in as alice@haina.example") == 1
        assert running.said.count("hush hush hush") == 1
        running.stop()


def test_tls_is_served_with_the_own_certificate(home: Path, tmp_path: Path) -> None:
    cert, key = tmp_path / "crm.pem", tmp_path / "crm.key"
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj"]
    subprocess.run(
        [
            *make,
            "/CN=localhost",
            "-addext",
            "subjectAltName=DNS:localhost",
            "-out",
            cert,
            "-keyout",
            key,
        ],
        check=True,
        capture_output=True,
    )
    running = Running(home, RAPPORT_TLS_CERT=cert, RAPPORT_TLS_KEY=key).wait_until_ready()
    assert f"https://localhost:{running.port}" in running.said
    trust = ssl.create_default_context(cafile=str(cert))
    url = f"https://localhost:{running.port}/healthz"
    with urllib.request.urlopen(url, context=trust, timeout=20) as answer:
        assert answer.read() == b"ok"
    running.stop()


def open_stream(running: Running) -> socket.SocketIO:
    """Open an event stream as somebody who is signed in."""
    key = sign_in(running.home)
    connection = socket.create_connection(("127.0.0.1", running.port), timeout=20)
    request = f"GET /events HTTP/1.1\r\nHost: localhost\r\nCookie: sessionid={key}\r\n\r\n"
    connection.sendall(request.encode())
    assert b"200" in connection.recv(4096)
    return connection.makefile("rb", buffering=0)


def sign_in(home: Path) -> str:
    """Return the key of a session, made by Django itself."""
    return in_django(
        home,
        """
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from rapport.core.access.models import User
user, _ = User.objects.get_or_create(email="alice@haina.example", defaults={"name": "Alice"})
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(session.session_key)
""",
    )


def connect(home: Path) -> psycopg.Connection[tuple[int]]:
    return psycopg.connect(host=str(places_in(home).socket), user="rapport", dbname="rapport")


def confirm(home: Path) -> int:
    """Write a row, if the database is up; return how many were confirmed."""
    try:
        with connect(home) as connection:
            connection.execute("create table if not exists confirmed (id int)")
            connection.execute("insert into confirmed values (1)")
    except psycopg.OperationalError:
        return 0
    return 1


def count(home: Path) -> int:
    with connect(home) as connection:
        connection.execute("create table if not exists confirmed (id int)")
        row = connection.execute("select count(*) from confirmed").fetchone()
    return row[0] if row else 0


def serving(home: Path) -> list[int]:
    """Return our own processes but the database, which may go on."""
    server = pid_of(places_in(home))
    return [pid for pid in tree_of(home) if pid != server]
