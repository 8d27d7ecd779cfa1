"""One stream of all that happened with a customer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rapport.core.access.models import User
from rapport.customers.notes.actions import write_note
from rapport.touchpoints.timeline.queries import PAGE, buttons, stream

pytestmark = pytest.mark.django_db


def titles(user: User, party_id: int, **asked: str) -> list[str]:
    return [entry.title for entry in stream(user, party_id, **asked).entries]


def test_all_sources_latest_first(logged, planned, wang, alice: User, at) -> None:
    logged(started_at=at - timedelta(hours=3), ended_at=at - timedelta(hours=2, minutes=54))
    write_note(wang.pk, by=alice, at=at - timedelta(hours=2), body="Prefers WeChat")
    planned(finished=True)
    assert titles(alice, wang.pk) == [
        "Done: Send both offers",
        "Note",
        "Call, 6 min: Asked for a sea view",
    ]


def test_filters_with_their_numbers(logged, wang, alice: User, at) -> None:
    for channel in ("phone", "phone", "email"):
        logged(channel=channel)
    write_note(wang.pk, by=alice, at=at, body="Prefers WeChat")
    found = {button.key: button.count for button in buttons(alice, [wang.pk])}
    assert found == {"phone": 2, "email": 1, "note": 1}
    assert titles(alice, wang.pk, only="email") == ["E-mail: Asked for a sea view"]
    assert titles(alice, wang.pk, only="note") == ["Note"]


def test_words_are_found_in_all_sources(logged, planned, wang, alice: User, at) -> None:
    logged(body="the charger gets hot")
    logged(subject="Charger again")
    logged()
    write_note(wang.pk, by=alice, at=at, body="charger: see ticket")
    planned("Send a charger", finished=True)
    assert len(titles(alice, wang.pk, words="charger")) == 4


def test_nothing_is_shown_twice_or_left_out_though_all_happened_at_once(
    logged, wang, alice: User, at
) -> None:
    for number in range(PAGE * 2 + 5):
        logged(subject=f"No. {number}")
    for number in range(3):
        write_note(wang.pk, by=alice, at=at, body=f"Note {number}")
    seen, after = [], ""
    while True:
        page = stream(alice, wang.pk, after=after)
        seen += [(entry.source, entry.id) for entry in page.entries]
        after = page.next
        if not after:
            break
    assert len(seen) == len(set(seen)) == PAGE * 2 + 8


def test_web_visits_of_a_day_fold_to_one_line(logged, wang, alice: User, at) -> None:
    logged(started_at=at - timedelta(minutes=50))
    for number in range(3):
        moment = at - timedelta(minutes=number)
        logged(channel="web", direction="in", started_at=moment, subject="", body=f"Page {number}")
    logged(channel="web", started_at=at - timedelta(days=1), subject="", body="Hotels")
    entries = stream(alice, wang.pk).entries
    assert [entry.title for entry in entries[:2]] == [
        "Looked at 3 pages",
        "Call: Asked for a sea view",
    ]
    assert entries[0].what == "Page 0, Page 1, Page 2"


def test_what_lies_in_the_trash_is_not_shown(logged, wang, alice: User, at) -> None:
    logged(trashed=True)
    assert titles(alice, wang.pk) == []
    assert buttons(alice, [wang.pk]) == []


def test_an_open_complaint_is_marked(logged, wang, alice: User) -> None:
    logged(reason="complaint")
    entry = stream(alice, wang.pk).entries[0]
    assert (entry.mark, entry.what) == ("bad", "by Alice · open complaint")


def test_its_page_has_days_filters_and_the_way_on(logged, wang, alice: User, signed_in) -> None:
    now = timezone.now()
    for number in range(PAGE + 3):
        logged(started_at=now - timedelta(days=number), subject=f"No. {number}")
    client = signed_in(alice)
    part = {"HX-Request": "true"}
    html = client.get(reverse("timeline:open", args=[wang.pk]), headers=part).content.decode()
    assert html.count("Today") == html.count("Yesterday") == html.count("Earlier</li>") == 1
    more = html.split('hx-get="')[-1].split('"')[0].replace("&amp;", "&")
    rest = client.get(more, headers=part).content.decode()
    assert f"No. {PAGE + 2}" in rest
    assert "Earlier</li>" not in rest
    assert "<section" not in rest


def test_an_empty_one_teaches(wang, alice: User, signed_in) -> None:
    client = signed_in(alice)
    html = client.get(reverse("timeline:open", args=[wang.pk])).content.decode()
    assert "No contacts yet" in html
    html = client.get(reverse("timeline:open", args=[wang.pk]), {"q": "x"}).content.decode()
    assert "Nothing of that kind" in html


@pytest.mark.parametrize(
    ("asked", "status"), [({"after": "forged"}, 422), ({"show": "secrets"}, 404)]
)
def test_what_cannot_be_asked(wang, alice: User, signed_in, asked, status) -> None:
    answer = signed_in(alice).get(reverse("timeline:open", args=[wang.pk]), asked)
    assert answer.status_code == status


def test_another_team_finds_nothing(logged, wang, charlie: User, signed_in) -> None:
    logged()
    assert signed_in(charlie).get(reverse("timeline:open", args=[wang.pk])).status_code == 404


def test_as_many_queries_for_fifty_as_for_one(logged, wang, alice: User, signed_in) -> None:
    client, address = signed_in(alice), reverse("timeline:open", args=[wang.pk])
    logged()
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(50):
        logged()
    with CaptureQueriesContext(connection) as fifty:
        client.get(address)
    assert len(fifty) == len(one)
