"""The dialog of a bulk verb, the page of its run, and the way back from there."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rapport.core.bulk.models import BulkRun
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person

HX = {"HX-Request": "true"}


@pytest.fixture
def many(alice, at) -> list[int]:
    """Seven people of Alice's."""
    people = [create_person(by=alice, at=at, family=f"Li {n}", given="Mei") for n in range(7)]
    return [person.pk for person in people]


def ask(verb: str, query: str = "all=people%3F", name: str = "people") -> str:
    return reverse("bulk:ask", args=[name, verb]) + f"?{query}"


def test_the_bar_offers_what_she_may(many, alice, signed_in) -> None:
    text = signed_in(alice).get("/people/").content.decode()
    for verb in ("assign", "tag", "untag", "task", "trash"):
        assert reverse("bulk:ask", args=["people", verb]) in text
    assert reverse("bulk:edit", args=["people"]) in text
    alice.grants.all().delete()
    assert signed_in(alice).get("/people/").status_code == 403


def test_the_dialog_tells_how_many_and_shows_before_and_after(many, lone, alice, signed_in) -> None:
    client = signed_in(alice)
    fields = client.get(reverse("bulk:edit", args=["people"]) + "?all=people%3F", headers=HX)
    assert ask("edit-gender") in fields.content.decode()
    text = client.get(ask("edit-lifecycle"), headers=HX).content.decode()
    assert "Edit 7 records" in text
    shown = client.post(
        reverse("bulk:preview", args=["people", "edit-lifecycle"]) + "?all=people%3F",
        {"value": "former"},
        headers=HX,
    ).content.decode()
    assert shown.count("<td>Former</td>") == 5
    assert "Prospect" in shown
    assert "Lone" not in shown
    assert not BulkRun.objects.exists()


def test_a_wrong_answer_is_told_at_its_field(many, alice, signed_in) -> None:
    client = signed_in(alice)
    for verb, data in (
        ("edit-lifecycle", {"value": "king"}),
        ("assign", {"owner": "0"}),
        ("tag", {"name": " "}),
        ("untag", {"tag": "9"}),
        ("task", {"title": "", "assignee": "owners", "priority": "2"}),
        ("edit-born-on", {"value": "2999-01-01"}),
    ):
        answer = client.post(ask(verb), data, headers=HX)
        assert answer.status_code == 422, verb
        assert "r-wrong" in answer.content.decode(), verb
    assert not BulkRun.objects.exists()
    assert client.get(ask("assign", "id=x")).status_code == 422
    assert client.get(ask("assign", "id=1", name="nothing")).status_code == 404
    assert client.get(ask("fly")).status_code == 404


def test_a_few_are_done_at_once_with_undo_in_the_toast(many, alice, signed_in) -> None:
    client = signed_in(alice)
    answer = client.post(ask("edit-lifecycle"), {"value": "former"}, headers=HX)
    run = BulkRun.objects.get()
    assert answer.status_code == 204
    assert reverse("bulk:undo", args=[run.pk]) in answer.headers["HX-Trigger"]
    assert "7 records changed." in answer.headers["HX-Trigger"]
    assert client.post(reverse("bulk:undo", args=[run.pk]), headers=HX).status_code == 204
    assert set(Party.objects.values_list("lifecycle", flat=True)) == {"prospect"}


def test_many_lead_to_the_page_of_the_run(many, alice, bob, signed_in, monkeypatch) -> None:
    monkeypatch.setattr("rapport.core.bulk.actions.AT_ONCE", 3)
    client = signed_in(alice)
    answer = client.post(ask("tag"), {"name": "VIP"}, headers=HX)
    run = BulkRun.objects.get()
    address = reverse("bulk:open", args=[run.pk])
    assert answer.headers["HX-Redirect"] == address
    text = client.get(address).content.decode()
    assert "Tag “VIP”" in text
    assert "0 of 7 records" in text
    assert client.post(reverse("bulk:cancel", args=[run.pk]), headers=HX).status_code == 204
    assert "Stopped. Nothing was changed." in client.get(address).content.decode()
    assert "Tag “VIP”" in client.get(reverse("bulk:list")).content.decode()
    assert signed_in(bob).get(address).status_code == 404
    assert signed_in(bob).get(reverse("bulk:file", args=[run.pk])).status_code == 404


def test_rows_are_shown_by_outcome_and_undone_one_by_one(many, alice, bob, at, signed_in) -> None:
    client = signed_in(alice)
    client.post(ask("edit-lifecycle", f"id={many[0]}"), {"value": "former"}, headers=HX)
    client.post(ask("edit-lifecycle"), {"value": "former"}, headers=HX)
    run = BulkRun.objects.latest("pk")
    address = reverse("bulk:open", args=[run.pk])
    text = client.get(f"{address}?outcome=unchanged").content.decode()
    assert text.count("data-row=") == 1
    assert text.count("Was so already") >= 2
    undo = reverse("bulk:undo_row", args=[run.pk, many[1]])
    assert undo in client.get(address).content.decode()
    assert client.post(undo, headers=HX).status_code == 204
    assert Party.objects.get(pk=many[1]).lifecycle == "prospect"
    assert undo not in client.get(address).content.decode()
    file = client.get(reverse("bulk:file", args=[run.pk]))
    lines = b"".join(file.streaming_content).decode().splitlines()
    assert len(lines) == 8
    assert [line.rsplit(",", 2)[1] for line in lines[1:]] == [
        "Was so already",
        "Undone",
        *["Changed"] * 5,
    ]


def test_the_page_asks_no_more_for_more_rows(alice, at, signed_in) -> None:
    def queries(count: int) -> int:
        people = [create_person(by=alice, at=at, family=f"Wu {n}").pk for n in range(count)]
        query = "&".join(f"id={pk}" for pk in people)
        client = signed_in(alice)
        client.post(ask("edit-lifecycle", query), {"value": "former"}, headers=HX)
        address = reverse("bulk:open", args=[BulkRun.objects.latest("pk").pk])
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as found:
            client.get(address)
        return len(found)

    assert queries(1) == queries(50)
