"""Sources are read by the clock: what is new is imported as the last time, what cannot be read says why."""

from __future__ import annotations

import http.server
import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from os import utime
from urllib.parse import quote

import pytest
from django.db import connection
from django.urls import reverse

from rapport.core.company.models import Company
from rapport.core.errors import NotAllowed
from rapport.core.imports.actions import map_import, start_import
from rapport.core.imports.driving import drive
from rapport.core.imports.models import ImportRun
from rapport.core.notifications.queries import messages
from rapport.core.sources import actions, adapters
from rapport.core.sources.actions import create_source, edit_source, pause_source, resume_source
from rapport.core.sources.events import SourceAsked
from rapport.core.sources.fetching import read_now
from rapport.core.sources.jobs import ask_for_due, read_source_now
from rapport.core.sources.models import Came, ImportSource, SourceReading
from rapport.core.sources.reading import NotADatabase, OutsideFolder
from rapport.core.sources.timetable import next_due
from rapport.core.webhooks.networks import InsideAddress

pytestmark = pytest.mark.django_db
DAILY = {"rhythm": "daily", "hour": 6, "weekday": 0}
LOOPBACK = [ip_network("127.0.0.0/8")]


@pytest.fixture(autouse=True)
def _places(settings, tmp_path):
    Company.objects.create(pk=1, name="海纳", base_currency="CNY")
    place = {"OPTIONS": {"location": tmp_path / "store"}}
    settings.STORAGES = settings.STORAGES | {"default": settings.STORAGES["default"] | place}
    (tmp_path / "in" / "leads").mkdir(parents=True)
    settings.IMPORT_FOLDER = str(tmp_path / "in")


@pytest.fixture
def folder(tmp_path):
    """Return what puts a file into the folder that is read."""

    def put(name, text, age=60):
        path = tmp_path / "in" / "leads" / name
        path.write_text(text, encoding="utf-8")
        moment = datetime.now(tz=UTC).timestamp() - age
        utime(path, (moment, moment))
        return path

    return put


def source_of(admin, at, where="folder", **values):
    given = {"name": "Shop", "kind": "products", "place": "leads/*.csv"} | DAILY | values
    return create_source(by=admin, at=at, where=where, **given)


def read(source):
    read_now(source.pk, clock=lambda: datetime.now(tz=UTC))
    return list(source.readings.order_by("id"))


def finished(run, at):
    drive(run.pk, by=run.started_by, clock=lambda: at)
    run.refresh_from_db()
    return run


def test_the_first_file_waits_and_the_next_ones_follow_it(admin, at, folder):
    source = source_of(admin, at)
    folder("a.csv", "sku,name,price\nA1,Anchor,1\n")
    folder("new.csv", "sku,name,price\nZ1,Zip,1\n", age=0)
    folder("b.txt", "not asked for\n")
    (first,) = read(source)
    assert (first.came, first.name, first.run.state) == (Came.WAITING, "a.csv", "draft")
    assert "waits" in messages(admin)[0][0].text
    map_import(first.run_id, by=admin, at=at, mapping=first.run.mapping, options={}, match="update")
    start_import(first.run_id, by=admin, at=at)
    assert finished(ImportRun.objects.get(pk=first.run_id), at).created == 1
    folder("b.csv", "price,name,sku,more\n2,Boat,B1,x\n1,Anchor,A1,x\n")
    second = read(source)[-1]
    assert (second.came, second.name) == (Came.TAKEN, "b.csv")
    run = finished(second.run, at)
    assert (run.created, run.unchanged, run.match) == (1, 1, "update")
    assert read(source)[-1].came == Came.UNCHANGED
    folder("c.csv", "sku,title\nC1,Cork\n")
    third = read(source)[-1]
    assert (third.came, third.run.state) == (Came.WAITING, "draft")
    assert "price" in third.sentence or "name" in third.sentence


def test_nothing_outside_the_folder_is_read(admin, at, folder, tmp_path, settings):
    (tmp_path / "secret.csv").write_text("sku,name\nX,Y\n")
    (tmp_path / "in" / "leads" / "link.csv").symlink_to(tmp_path / "secret.csv")
    (tmp_path / "in" / "out").symlink_to(tmp_path)
    assert read(source_of(admin, at))[-1].came == Came.UNCHANGED
    for place in ("../*.csv", "out/*.csv", "/etc/*", "nowhere/*.csv", "leads\0/*.csv"):
        with pytest.raises(OutsideFolder):
            source_of(admin, at, place=place)
    settings.IMPORT_FOLDER = ""
    assert "RAPPORT_IMPORT_FOLDER" in read(ImportSource.objects.get())[-1].sentence


@pytest.fixture
def server():
    """A web server with a list, a redirect, an endless file and a locked door."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            body = b"sku,name,price\nA1,Anchor,1\n"
            asked = self.path.split("?")[0]
            if asked == "/moved":
                self.send_response(302)
                self.send_header("Location", "/list.csv")
                self.end_headers()
                return
            if asked == "/inside":
                self.send_response(302)
                self.send_header("Location", "http://169.254.169.254/latest")
                self.end_headers()
                return
            locked = asked == "/locked" and self.headers["Authorization"] != "Bearer key"
            self.send_response(401 if locked else 200)
            self.end_headers()
            self.wfile.write(body if asked != "/endless" else b"x" * 3_000_000)

        def log_message(self, *words):
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as one:
        threading.Thread(target=one.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{one.server_port}"
        one.shutdown()


def test_an_address_is_fetched_and_the_same_file_taken_once(admin, at, server, settings):
    with pytest.raises(InsideAddress):
        source_of(admin, at, where="address", place=f"{server}/list.csv")
    settings.WEBHOOK_NETWORKS = LOOPBACK
    source = source_of(admin, at, where="address", place=f"{server}/moved")
    assert [one.came for one in read(source)] == [Came.WAITING]
    assert [one.came for one in read(source)] == [Came.WAITING, Came.UNCHANGED]
    locked = source_of(admin, at, where="address", place=f"{server}/locked")
    assert "401" in read(locked)[-1].sentence
    edit_source(
        locked.pk, by=admin, at=at, name="Shop", kind="products", place=locked.place,
        secret="Bearer key", **DAILY,
    )  # fmt: skip
    assert read(locked)[-1].came == Came.WAITING
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM core_importsource WHERE id = %s", [locked.pk])
        assert "Bearer" not in cursor.fetchone()[0]
    settings.IMPORT_MB = 1
    endless = source_of(admin, at, where="address", place=f"{server}/endless")
    assert "larger than 1 MB" in read(endless)[-1].sentence
    inside = source_of(admin, at, where="address", place=f"{server}/inside")
    assert read(inside)[-1].came == Came.FAILED
    texts = [one.text for one in messages(admin)[0]]
    assert sum("could not be read" in text for text in texts) == 3


def test_a_query_of_postgresql_reads_and_cannot_write(admin, at, settings):
    told = connection.settings_dict
    host = told["HOST"] if not str(told["HOST"]).startswith("/") else "127.0.0.1"
    address = (
        f"postgresql://{quote(told['USER'])}:{quote(told['PASSWORD'] or 'none')}@{host}:"
        f"{told['PORT'] or 5432}/{told['NAME']}"
    )
    query = "SELECT 'Q1' AS sku, 'Quay' AS name, 1.50 AS price;"
    given = {"place": "", "secret": address, "query": query}
    source = source_of(admin, at, where="query", **given)
    assert "network" in read(source)[-1].sentence.lower() or read(source)[-1].came == Came.FAILED
    settings.WEBHOOK_NETWORKS = LOOPBACK
    last = read(source)[-1]
    if str(told["HOST"]).startswith("/"):  # the embedded server listens on a socket only
        assert last.came == Came.FAILED
        return
    assert (last.came, last.run.columns) == (Came.WAITING, ["sku", "name", "price"])
    bad = source_of(admin, at, where="query", **given | {"query": "DELETE FROM core_company"})
    assert "The database said" in read(bad)[-1].sentence
    assert Company.objects.exists()


def test_a_query_of_sqlite(admin, at, tmp_path):
    with sqlite3.connect(tmp_path / "in" / "shop.db") as line:
        line.execute("CREATE TABLE goods (sku TEXT, name TEXT, price REAL)")
        line.execute("INSERT INTO goods VALUES ('S1', '帆', 2.5)")
    given = {"place": "", "secret": "sqlite:shop.db", "query": "SELECT * FROM goods"}
    source = source_of(admin, at, where="query", **given)
    assert read(source)[-1].run.columns == ["sku", "name", "price"]
    for query in ("DELETE FROM goods", "ATTACH '/etc/passwd' AS x", "PRAGMA database_list"):
        bad = source_of(admin, at, where="query", **given | {"query": query})
        assert read(bad)[-1].came == Came.FAILED, query
    for secret in (
        "sqlite:../x.db",
        "mysql://x/y",
        "postgresql:///x",
        "postgresql://h/d?sslmode=x",
    ):
        with pytest.raises((NotADatabase, OutsideFolder)):
            source_of(admin, at, where="query", **given | {"secret": secret})


def test_when_it_is_due(admin, at):
    admin.timezone = "Asia/Shanghai"
    source = ImportSource(owner=admin, rhythm="weekly", hour=6, weekday=4)
    assert next_due(source, at) == datetime(2026, 9, 17, 22, tzinfo=UTC)  # Friday, 6:00 there
    source.rhythm = "daily"
    assert next_due(source, datetime(2026, 9, 17, 22, tzinfo=UTC)).day == 19
    source.rhythm = "hourly"
    assert next_due(source, at) == at.replace(hour=at.hour + 1, minute=0)
    source.rhythm = "hand"
    assert next_due(source, at) is None


def test_by_the_clock_each_due_source_is_read_once(admin, at, folder):
    source = source_of(admin, at, rhythm="hourly")
    other = source_of(admin, at, rhythm="hand")
    later = at + timedelta(hours=1)
    assert actions.ask_due(by=admin, at=at) == 0
    assert actions.ask_due(by=admin, at=later) == 1
    assert actions.ask_due(by=admin, at=later) == 0
    ask_for_due(by=admin, at=later)
    folder("a.csv", "sku,name\nA1,Anchor\n")
    for _turn in range(2):  # a job killed at its end runs again
        read_source_now(SourceAsked(source_id=source.pk), by=admin, at=later)
    assert SourceReading.objects.filter(came=Came.WAITING).count() == 1
    pause_source(source.pk, by=admin, at=later)
    assert actions.ask_due(by=admin, at=later + timedelta(hours=9)) == 0
    with pytest.raises(actions.SourceIsPaused):
        actions.read_source(source.pk, by=admin, at=later)
    assert resume_source(source.pk, by=admin, at=later).next_at > later
    assert other.next_at is None


def test_who_may_no_longer_import_reads_nothing(admin, alice, at, folder):
    source = source_of(admin, at)
    ImportSource.objects.update(owner=alice)
    folder("a.csv", "sku,name\nA1,Anchor\n")
    assert "no longer import" in read(source)[-1].sentence
    with pytest.raises(NotAllowed):
        source_of(alice, at)


def test_pages(admin, alice, at, folder, signed_in, monkeypatch):
    client = signed_in(admin)
    assert "No import sources yet" in client.get(reverse("sources:list")).content.decode()
    address = reverse("sources:add", args=["folder"])
    body = {"name": "Shop", "kind": "products", "place": "../x", **DAILY}
    assert client.post(address, body).status_code == 422
    assert not ImportSource.objects.exists()
    answer = client.post(address, body | {"place": "leads/*.csv"})
    source = ImportSource.objects.get()
    folder("a.csv", "sku,name\nA1,Anchor\n")
    monkeypatch.setattr(adapters, "SETTLED", 0)
    client.post(reverse("sources:read", args=[source.pk]))
    read(source)
    page = client.get(answer["Location"]).content.decode()
    assert "Waits for its columns" in page
    assert "a.csv" in page
    for name in ("pause", "resume"):
        assert client.post(reverse(f"sources:{name}", args=[source.pk])).status_code == 302
    edit = client.get(reverse("sources:edit", args=[source.pk])).content.decode()
    assert "leads/*.csv" in edit
    assert "Shop" in client.get(reverse("sources:list")).content.decode()
    client.post(reverse("sources:remove", args=[source.pk]))
    assert not ImportSource.objects.exists()
    assert ImportRun.objects.exists()
    assert client.get(reverse("sources:add", args=["ftp"])).status_code == 404
    assert signed_in(alice).get(reverse("sources:list")).status_code == 403
