"""The views above a list: saved, shown, changed and counted in the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rapport.core.access.models import Role, User
from rapport.core.views.actions import follow_view, open_with, pin_view, save_view
from rapport.core.views.models import SavedView, ViewUse
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db

AT = datetime(2026, 9, 18, 9, tzinfo=UTC)
SignIn = Callable[[User], Client]
QUERY = "f=lifecycle%3Ais%3Acustomer"


@pytest.fixture
def view(alice: User) -> SavedView:
    """Alice's customers."""
    return save_view("people", by=alice, at=AT, name="<Mine>", query=QUERY)


def text_of(client: Client, address: str) -> str:
    """Return a page."""
    return client.get(address).content.decode()


def test_a_list_is_saved_from_its_page(alice: User, signed_in: SignIn) -> None:
    client = signed_in(alice)
    shown = text_of(client, f"/people/?{QUERY}")
    assert f'href="/lists/people/views/new?{QUERY}"' in shown
    assert "/views/new" in text_of(client, "/people/")
    answer = client.post(
        f"/lists/people/views/new?{QUERY}", {"name": "Mine", "audience": "private"}
    )
    made = SavedView.objects.get()
    assert answer.headers["Location"] == f"/people/?{QUERY}&view={made.pk}"
    assert (made.name, made.query, made.owner) == ("Mine", QUERY, alice)


def test_a_name_is_asked_for(alice: User, signed_in: SignIn, view: SavedView) -> None:
    client = signed_in(alice)
    for name, said in (("", "Enter a name"), ("<mine>", "a view of this name")):
        answer = client.post("/lists/people/views/new", {"name": name, "audience": "private"})
        assert answer.status_code == 422
        assert said in answer.content.decode()
    refused = client.post("/lists/people/views/new", {"name": "x", "audience": "public"})
    assert refused.status_code == 422
    assert SavedView.objects.count() == 1


def test_the_page_says_which_view_it_shows(alice: User, signed_in: SignIn, view: SavedView) -> None:
    client = signed_in(alice)
    shown = text_of(client, f"/people/?{QUERY}&view={view.pk}")
    assert f'aria-current="page">&lt;Mine&gt; <span class="n" id="view-count-{view.pk}">' in shown
    assert "Edited" not in shown
    edited = text_of(client, f"/people/?{QUERY}&sort=-name&view={view.pk}")
    assert "Edited" in edited
    assert f'href="?{QUERY}&amp;sort=-name' in edited or "sort=-name" in edited
    assert f"view={view.pk}" in edited.split("data-filters")[1]  # every link of the list keeps it
    for strange in ("view=0", "view=x", "view=999999"):
        assert client.get(f"/people/?{strange}").status_code == 200


def test_what_the_list_shows_now_is_saved(alice: User, signed_in: SignIn, view: SavedView) -> None:
    client = signed_in(alice)
    answer = client.post(f"/views/{view.pk}/save", {"query": f"{QUERY}&sort=-name"})
    assert answer.headers["Location"] == f"/people/?{QUERY}&sort=-name&view={view.pk}"
    assert client.post(f"/views/{view.pk}/save", {"query": "f=secret:is:1"}).status_code == 422


def test_pinned_and_opened_with(alice: User, signed_in: SignIn, view: SavedView) -> None:
    client = signed_in(alice)
    address = f"/people/?{QUERY}&view={view.pk}"
    assert client.post(f"/views/{view.pk}/pin?pinned=yes").headers["Location"] == address
    assert f'<a class="pin" href="/people/?{QUERY}&amp;view={view.pk}"' in text_of(
        client, "/orders/"
    )
    client.post(f"/views/{view.pk}/open-with?opens=yes")
    assert client.get("/people/").headers["Location"] == address
    assert client.get("/people/?view=all").status_code == 200
    assert client.get("/organizations/").status_code == 200
    client.post(f"/views/{view.pk}/open-with?opens=no")
    client.post(f"/views/{view.pk}/pin?pinned=no")
    assert client.get("/people/").status_code == 200
    assert 'class="pin"' not in text_of(client, "/orders/")


def test_a_view_is_renamed_followed_and_deleted(
    alice: User, signed_in: SignIn, view: SavedView
) -> None:
    client = signed_in(alice)
    assert "&lt;Mine&gt;" in text_of(client, f"/views/{view.pk}/edit")
    new = {"name": "Ours", "audience": "team", "version": "1"}
    assert client.post(f"/views/{view.pk}/edit", new).status_code == 303
    view.refresh_from_db()
    assert (view.name, view.team) == ("Ours", alice.team)
    assert client.post(f"/views/{view.pk}/follow", {"how": "daily"}).status_code == 303
    assert ViewUse.objects.get().follows == "daily"
    assert client.post(f"/views/{view.pk}/follow", {"how": "hourly"}).status_code == 422
    client.post(f"/views/{view.pk}/follow", {"how": "no"})
    assert ViewUse.objects.get().follows == ""
    assert "Everybody who finds it loses it" in text_of(client, f"/views/{view.pk}/delete")
    assert client.post(f"/views/{view.pk}/delete").headers["Location"] == "/people/"
    assert not SavedView.objects.exists()


@pytest.mark.parametrize("verb", ["edit", "save", "pin", "open-with", "follow", "delete"])
def test_a_strangers_view_is_not_there(
    charlie: User, signed_in: SignIn, view: SavedView, verb: str
) -> None:
    client = signed_in(charlie)
    answer = client.post(
        f"/views/{view.pk}/{verb}", {"name": "x", "audience": "private", "query": ""}
    )
    assert answer.status_code == 404
    assert "&lt;Mine&gt;" not in text_of(client, "/people/")


def test_counts_come_later_and_hold_for_the_reader(
    alice: User, charlie: User, signed_in: SignIn
) -> None:
    create_person(by=alice, at=AT, family="王", given="伟", lifecycle="customer")
    ours = save_view("people", by=alice, at=AT, name="Ours", query=QUERY)
    broken = save_view("people", by=alice, at=AT, name="Broken")
    SavedView.objects.filter(pk=broken.pk).update(query="f=gone:is:1")
    client = signed_in(alice)
    part = {"headers": {"HX-Request": "true"}}
    told = client.get("/lists/people/views/counts", **part).content.decode()
    assert f'id="view-count-{ours.pk}" hx-swap-oob="true">1<' in told
    assert f'id="view-count-{broken.pk}" hx-swap-oob="true"><' in told
    stranger = signed_in(charlie).get("/lists/people/views/counts", **part)
    assert stranger.content.decode().strip() == ""


def test_a_view_on_a_column_that_is_gone_says_so(
    alice: User, signed_in: SignIn, view: SavedView
) -> None:
    client = signed_in(alice)
    answer = client.get(f"/people/?f=gone:is:1&view={view.pk}")
    assert answer.status_code == 422
    assert "gone" in answer.content.decode()


def test_without_the_right_there_are_no_views(
    alice: User, signed_in: SignIn, view: SavedView
) -> None:
    rights = {"customers.view_party": "all"}
    Role.objects.filter(grants__user=alice).update(rights=rights)
    client = signed_in(alice)
    assert "r-views" not in text_of(client, "/people/")
    assert client.get("/lists/people/views/new").status_code == 403


def test_as_many_queries_with_many_views(
    alice: User, signed_in: SignIn, view: SavedView, django_assert_num_queries
) -> None:
    client = signed_in(alice)
    pin_view(view.pk, by=alice, at=AT)
    client.get("/people/?view=all")
    with CaptureQueriesContext(connection) as first:
        client.get("/people/?view=all")
    for number in range(10):
        more = save_view("people", by=alice, at=AT, name=f"View {number}", audience="team")
        pin_view(more.pk, by=alice, at=AT)
        follow_view(more.pk, by=alice, at=AT, how="now")
    open_with(view.pk, by=alice, at=AT)
    with django_assert_num_queries(len(first.captured_queries)):
        client.get("/people/?view=all")
