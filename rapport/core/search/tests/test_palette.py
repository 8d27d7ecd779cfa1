from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from rapport.core.assembly import listed
from rapport.core.search.commands import Command, Option, Palette
from rapport.core.search.marking import marked
from rapport.core.search.queries import opened
from rapport.core.search.recent import remember_opened


@pytest.fixture
def _commands(monkeypatch):
    create = Command(label="New boat", page="home", icon="plus", key="B")
    forbidden = Command(label="New harbour", page="home", icon="plus", right="core.purge_trash")
    sail = Option(label="Sail", href="/sail", icon="sailboat", key="S")
    palette = Palette([create, forbidden], {"boat": [lambda user, found: [sail]]})
    monkeypatch.setattr("rapport.config.palette.PALETTE", palette)
    listed.cache_clear()
    yield
    listed.cache_clear()


def ask(client, text, name="search:palette"):
    return client.get(reverse(name), {"q": text})


@pytest.mark.usefixtures("_commands")
def test_the_palette_shows_the_best_match_and_what_can_be_done(alice, signed_in, boat):
    boat(1, "王伟", alice)
    html = ask(signed_in(alice), "wangw").content.decode()
    assert "<mark>王伟</mark>" in html
    assert html.index("王伟") < html.index("Sail")
    assert "All results" in html


@pytest.mark.usefixtures("_commands")
def test_things_to_create_are_found_by_their_name_and_right(alice, signed_in):
    html = ask(signed_in(alice), "new").content.decode()
    assert "New boat" in html
    assert "New harbour" not in html


def test_an_empty_palette_shows_what_was_open_lately(alice, signed_in, boat, at):
    boat(1, "王伟", alice)
    remember_opened(alice, "boat", 1, at=at)
    html = ask(signed_in(alice), "").content.decode()
    assert "Recently opened" in html
    assert "王伟" in html


def test_what_is_opened_again_and_again_stays_in_sight(alice, signed_in, boat):
    now = timezone.now()
    for number in range(1, 9):
        boat(number, f"Boat {number}", alice)
        remember_opened(alice, "boat", number, at=now - timedelta(days=1, minutes=-number))
    for day in (4, 3, 2):
        remember_opened(alice, "boat", 1, at=now - timedelta(days=day))
    html = ask(signed_in(alice), "").content.decode()
    lately, _label, often = html.partition("Often opened")
    assert [f"Boat {n}" in lately for n in range(1, 9)] == [False] * 3 + [True] * 5
    assert [f"Boat {n}" in often for n in range(1, 9)] == [True] + [False] * 7


def test_how_often_counts_half_a_week_later(alice, boat, at):
    for day in (0, 7, 14):
        remember_opened(alice, "boat", 1, at=at + timedelta(days=day))
    boat(1, "Boat", alice)
    (one,) = opened(alice)
    assert one.weight == pytest.approx(1.75)
    assert one.how_often(at + timedelta(days=21)) == pytest.approx(0.875)


def test_pages_are_found_too(admin, signed_in):
    assert "Settings" in ask(signed_in(admin), "settin").content.decode()


def test_charlie_finds_nothing(charlie, alice, signed_in, boat):
    boat(1, "王伟", alice)
    for name in ("search:palette", "search:open"):
        html = ask(signed_in(charlie), "wxs", name).content.decode()
        assert "Nothing found" in html
        assert "王伟" not in html


def test_nothing_typed_is_code(alice, signed_in):
    for name in ("search:palette", "search:open"):
        html = ask(signed_in(alice), "<script>alert(1)</script>\0", name).content.decode()
        assert "<script>alert" not in html


def test_the_page_shows_all_and_narrows_to_a_kind(alice, signed_in, boat):
    boat(1, "王伟", alice)
    client = signed_in(alice)
    assert "王伟" in ask(client, "王伟", "search:open").content.decode()
    only_teams = client.get(reverse("search:open"), {"q": "王伟", "kind": "team"}).content.decode()
    assert 'data-row="1"' not in only_teams
    assert client.get(reverse("search:open"), {"q": "王伟", "kind": "nothing"}).status_code == 200
    assert "What are you looking for?" in ask(client, "", "search:open").content.decode()


def test_the_palette_costs_the_same_with_fifty_records_as_with_one(alice, signed_in, boat):
    boat(1, "王伟", alice)
    client = signed_in(alice)
    ask(client, "wxs")
    with CaptureQueriesContext(connection) as one:
        ask(client, "wxs")
    for number in range(2, 51):
        boat(number, "王伟", alice)
    with CaptureQueriesContext(connection) as many:
        ask(client, "wxs")
    assert len(one) == len(many)


@pytest.mark.parametrize(
    ("text", "asked", "shown"),
    [
        ("王伟", "wang", "<mark>王</mark>伟"),
        ("王伟", "ww", "<mark>王伟</mark>"),
        ("王府酒店", "王", "<mark>王</mark>府酒店"),
        ("Eva Wangler", "wang", "Eva <mark>Wang</mark>ler"),
        ("Zoë Krüger", "kruger", "Zoë <mark>Krüger</mark>"),
        ("a<b>", "b", "a&lt;<mark>b</mark>&gt;"),
        ("Weiß", "wei", "Weiß"),
        ("Anna", "x", "Anna"),
        ("", "x", ""),
    ],
)
def test_the_answering_part_is_marked(text, asked, shown):
    assert str(marked(text, asked)) == shown
