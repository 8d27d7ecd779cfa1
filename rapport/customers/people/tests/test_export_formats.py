"""The same list as a workbook, JSON lines and cards: what is text stays text, and nothing is kept in memory."""

from __future__ import annotations

import json
from datetime import datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from rapport.core.errors import Invalid
from rapport.core.events.models import EventRow
from rapport.core.exports.actions import export_list
from rapport.core.exports.events import ExportQueued
from rapport.core.exports.formats import pieces
from rapport.core.exports.jobs import write_export
from rapport.core.exports.models import ExportRun, State
from rapport.core.exports.queries import NoCards
from rapport.customers.affiliations.actions import start_affiliation
from rapport.customers.people.actions import create_person


def fetched(client, name, kind, query=""):
    answer = client.post(reverse("exports:export", args=[name]), {"format": kind, "query": query})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    return b"".join(answer.streaming_content)


def test_people_in_every_format(alice, charlie, at, wang, li, haina, signed_in):
    start_affiliation(wang.pk, by=alice, at=at, organization_id=haina.pk, title="采购; 总监")
    client = signed_in(alice)
    sheet = load_workbook(BytesIO(fetched(client, "people", "xlsx"))).active
    heads, *rows = sheet.values
    line = dict(zip(heads, rows[1], strict=True))
    assert (line["Name"], line["Company"], line["Phone"]) == ("王伟", "海纳", "+8613816432207")
    assert isinstance(line["Added"], datetime)
    lines = fetched(client, "people", "jsonl", "f=city:is:nowhere")
    assert lines == b""
    found = [json.loads(one) for one in fetched(client, "people", "jsonl").splitlines()]
    (told,) = [one for one in found if one["name"] == "王伟"]
    assert (told["lifecycle"], told["owner"]) == ("customer", "Alice")
    text = fetched(client, "people", "vcf").decode()
    (card,) = [one for one in text.split("BEGIN:VCARD") if "FN:王伟" in one]
    assert "N:王;伟;;" in card
    assert "ORG:海纳;" in card
    assert "TITLE:采购\\; 总监" in card
    assert "TEL;TYPE=" in card
    assert EventRow.objects.filter(name="ListExported").count() == 4
    assert "王伟" not in fetched(signed_in(charlie), "people", "vcf").decode()


def test_companies_as_cards_and_lists_that_have_none(alice, at, haina, signed_in):
    text = fetched(signed_in(alice), "organizations", "vcf").decode()
    assert "FN:海纳" in text
    assert "X-ABSHOWAS:COMPANY" in text
    with pytest.raises(NoCards):
        export_list("tasks", by=alice, at=at, format="vcf")
    with pytest.raises(Invalid):
        export_list("people", by=alice, at=at, format="pdf")
    assert not ExportRun.objects.filter(state=State.QUEUED).exists()
    page = signed_in(alice).get(reverse("tasks:list")).content.decode()
    assert 'value="xlsx"' in page
    assert 'value="vcf"' not in page


def test_in_the_background_and_over_the_api(alice, at, wang, caller):
    client = caller(alice)
    body = {"list_name": "people", "format": "xlsx"}
    made = client.post("/api/v1/exports", body, content_type="application/json").json()
    run = ExportRun.objects.get(pk=made["id"])
    told = ExportQueued(export_id=run.pk, list_name=run.list_name, query=run.query)
    write_export(told, by=alice, at=at)
    run.refresh_from_db()
    assert (run.state, run.written, run.file[-5:]) == (State.DONE, 1, ".xlsx")
    answer = client.get(f"/api/v1/exports/{run.pk}/file")
    assert "spreadsheetml" in answer["Content-Type"]
    assert load_workbook(BytesIO(b"".join(answer.streaming_content))).active["A2"].value == "王伟"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "jsonl", "vcf"])
def test_as_many_queries_for_many_rows(kind, alice, wang, at):
    run = ExportRun(user=alice, list_name="people", query="", format=kind, asked_at=at)
    list(pieces(run))
    with CaptureQueriesContext(connection) as one:
        list(pieces(run))
    for number in range(30):
        create_person(by=alice, at=at, family="赵", given=str(number))
    with CaptureQueriesContext(connection) as many:
        list(pieces(run))
    assert len(one) == len(many)
