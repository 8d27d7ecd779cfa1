from __future__ import annotations

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapport.core.access.models import Grant, Team
from rapport.core.assembly import listed
from rapport.core.errors import NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.exports import actions
from rapport.core.exports.actions import export_list, remove_old_files
from rapport.core.exports.events import ExportQueued
from rapport.core.exports.jobs import write_export
from rapport.core.exports.models import ExportRun, State
from rapport.core.exports.queries import NoSuchList
from rapport.core.exports.writing import csv_lines, safe
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.listed import Listed
from rapport.core.lists.operators import UnknownFilter
from rapport.core.lists.spec import ListSpec
from rapport.core.notifications.queries import messages

CREWS = ListSpec(
    name="crews",
    rows=lambda user: Team.objects.all(),
    columns=[
        Column("name", "Name", sortable=True),
        Column("made", "Made", Kind.DATETIME, path="created_at"),
        Column("secret", "Secret", Kind.NUMBER, path="version", right="core.manage_users"),
    ],
    sort="name",
)


@pytest.fixture(autouse=True)
def _list(monkeypatch, settings, tmp_path):
    monkeypatch.setitem(listed("lists"), "crews", Listed(CREWS, "home"))
    monkeypatch.setattr(default_storage, "_location", str(tmp_path), raising=False)
    default_storage.__dict__.pop("base_location", None)
    default_storage.__dict__.pop("location", None)
    yield
    default_storage.__dict__.pop("base_location", None)
    default_storage.__dict__.pop("location", None)


def read(text):
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def run_job(run, user, at):
    event = ExportQueued(export_id=run.pk, list_name=run.list_name, query=run.query)
    write_export(event, by=user, at=at)
    run.refresh_from_db()


def test_a_short_list_is_sent_at_once_and_told(admin, signed_in):
    Team.objects.create(name='王, "伟"')
    client = signed_in(admin)
    answer = client.post(reverse("exports:export", args=["crews"]), {"excel": "1"})
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    assert [row[0] for row in read(text)] == ["Name", '王, "伟"']
    assert answer["Content-Disposition"].startswith('attachment; filename="crews-')
    assert EventRow.objects.get(name="ListExported").data["list_name"] == "crews"
    assert ExportRun.objects.get().state == State.SENT


def test_filters_and_sort_are_those_of_the_address(admin):
    for name in ("Anna", "Bea", "Cem"):
        Team.objects.create(name=name)
    lines = "".join(
        csv_lines(CREWS, admin, "?f=name:not:Bea&sort=-name&after=x&size=1", for_excel=False)
    )
    assert [row[0] for row in read(lines)] == ["Name", "Cem", "Anna"]


def test_a_hidden_column_never_leaves_the_house(alice, admin):
    assert "Secret" not in "".join(csv_lines(CREWS, alice, "", for_excel=False))
    assert "Secret" in "".join(csv_lines(CREWS, admin, "", for_excel=False))
    with pytest.raises(UnknownFilter):
        list(csv_lines(CREWS, alice, "f=secret:is:1", for_excel=False))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("\uff1d1+1", "'\uff1d1+1"),
        ("\uff20SUM(A1)", "'\uff20SUM(A1)"),
        ("+86 138 1643 2207", "+86 138 1643 2207"),
        ("王伟", "王伟"),
        ("", ""),
    ],
)
def test_no_cell_becomes_a_formula(text, written):
    assert safe(text) == written


def test_without_the_right_nothing_leaves(dana, at, signed_in):
    with pytest.raises(NotAllowed):
        export_list("crews", by=dana, at=at)
    answer = signed_in(dana).post(reverse("exports:export", args=["crews"]))
    assert answer.status_code == 403


def test_an_unknown_list(admin, at):
    with pytest.raises(NoSuchList):
        export_list("nothing", by=admin, at=at)


def test_a_long_list_is_written_in_the_background(admin, at, signed_in, monkeypatch):
    monkeypatch.setattr(actions, "AT_ONCE", 3)
    Team.objects.bulk_create(Team(name=f"T{n}") for n in range(5))
    client = signed_in(admin)
    answer = client.post(reverse("exports:export", args=["crews"]))
    run = ExportRun.objects.get()
    assert answer["Location"] == reverse("exports:open", args=[run.pk])
    assert "Writing the file" in client.get(answer["Location"]).content.decode()
    run_job(run, admin, at)
    assert (run.state, run.written, run.total) == (State.DONE, 5, 5)
    assert "Download" in client.get(answer["Location"]).content.decode()
    fetched = client.get(reverse("exports:fetch", args=[run.pk]))
    assert len(read(b"".join(fetched.streaming_content).decode())) == 6
    (message,) = messages(admin)[0]
    assert (message.text, message.link) == ("Your export of 5 records is ready", answer["Location"])
    assert "attachment" in fetched["Content-Disposition"]


def test_a_job_that_runs_twice_writes_one_export(admin, at):
    run = export_list("crews", by=admin, at=at, in_background=True)
    ExportRun.objects.update(state=State.WRITING)  # killed while it wrote
    run_job(run, admin, at)
    file = run.file
    run_job(run, admin, at)
    assert (run.state, run.file) == (State.DONE, file)


def test_who_lost_the_right_meanwhile_gets_no_file(alice, at):
    run = export_list("crews", by=alice, at=at, in_background=True)
    Grant.objects.filter(user=alice).delete()
    run_job(run, alice, at)
    assert run.state == State.FAILED
    assert "right" in run.failure
    assert [one.text for one in messages(alice)[0]] == ["Your export failed"]


def test_a_column_hidden_meanwhile_ends_the_export_with_a_sentence(alice, at):
    run = export_list("crews", by=alice, at=at, in_background=True)
    ExportRun.objects.update(query="f=secret:is:1")
    run_job(run, alice, at)
    assert run.state == State.FAILED
    assert "secret" in run.failure


def test_nobody_fetches_a_colleagues_export(admin, alice, at, signed_in):
    run = export_list("crews", by=admin, at=at, in_background=True)
    run_job(run, admin, at)
    client = signed_in(alice)
    for name in ("exports:open", "exports:fetch"):
        assert client.get(reverse(name, args=[run.pk])).status_code == 404
    assert "crews" not in client.get(reverse("exports:list")).content.decode()


def test_a_week_later_the_file_is_gone(admin, at, signed_in):
    run = export_list("crews", by=admin, at=at, in_background=True)
    run_job(run, admin, at)
    ExportRun.objects.update(ended_at=at)
    assert remove_old_files(at=at + timedelta(days=6)) == 0
    assert remove_old_files(at=at + timedelta(days=7)) == 1
    assert signed_in(admin).get(reverse("exports:fetch", args=[run.pk])).status_code == 404


def test_the_api_asks_waits_and_fetches(admin, at, caller):
    client = caller(admin)
    body = {"list_name": "crews", "f": ["name:is:nobody"]}
    made = client.post("/api/v1/exports", body, content_type="application/json")
    assert made.status_code == 201, made.content
    address = f"/api/v1/exports/{made.json()['id']}"
    assert client.get(address).json()["state"] == "queued"
    assert client.get(f"{address}/file").status_code == 404
    run_job(ExportRun.objects.get(), admin, at)
    assert client.get(address).json()["state"] == "done"
    assert len(read(b"".join(client.get(f"{address}/file").streaming_content).decode())) == 1


def test_as_many_queries_for_fifty_rows_as_for_one(admin):
    Team.objects.create(name="One")
    list(csv_lines(CREWS, admin, "", for_excel=False))
    with CaptureQueriesContext(connection) as one:
        list(csv_lines(CREWS, admin, "", for_excel=False))
    Team.objects.bulk_create(Team(name=f"T{n}") for n in range(50))
    with CaptureQueriesContext(connection) as many:
        list(csv_lines(CREWS, admin, "", for_excel=False))
    assert len(one) == len(many)
