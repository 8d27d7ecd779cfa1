"""Giving records to another owner."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test import Client

from rapport.core.access.models import User
from rapport.core.action import last_group
from rapport.core.assembly import listed
from rapport.core.errors import Missing, NotAllowed
from rapport.core.notifications.queries import messages
from rapport.core.search.actions import refill_stale
from rapport.core.search.models import StaleEntry
from rapport.core.search.queries import search
from rapport.core.tokens.actions import create_token
from rapport.core.undo.actions import undo
from rapport.customers.parties.actions import OwnerHasLeft, assign_parties
from rapport.customers.parties.models import Party
from rapport.customers.shares.actions import share_party

pytestmark = pytest.mark.django_db


def test_the_new_owner_sees_them_and_the_old_team_no_more(
    wang, li, alice, bob, charlie, at, told
) -> None:
    moved = assign_parties([wang.pk, li.pk], by=bob, at=at, owner_id=charlie.pk)
    assert len(moved) == 2
    assert not Party.objects.visible_to(alice).exists()
    assert Party.objects.visible_to(charlie).count() == 2
    assert search(alice, "wxs") == []
    assert [f.title for f in search(charlie, "wxs")] == ["王伟"]
    (event,) = told("PartiesAssigned")
    assert set(event["party_ids"]) == {wang.pk, li.pk}


def test_the_new_owner_is_told_by_name_or_of_many_once(wang, li, bob, charlie, at) -> None:
    assign_parties([wang.pk, li.pk], by=bob, at=at, owner_id=bob.pk)
    assert messages(bob)[0] == []
    assign_parties([wang.pk], by=bob, at=at, owner_id=charlie.pk)
    (one,) = messages(charlie)[0]
    assert (one.text, one.link) == ("Bob gave you 王伟", f"/people/{wang.pk}")
    for _slice in range(2):
        Party.objects.update(owner=bob)
        assign_parties([wang.pk, li.pk], by=bob, at=at, owner_id=charlie.pk)
    many, _one = messages(charlie)[0]
    assert many.text.startswith("Bob gave you customers: ")
    assert many.link == "/people/?f=owner:is:me"


def test_nobody_is_left_out_in_silence(wang, lone, alice, at) -> None:
    with pytest.raises(Missing):
        assign_parties([wang.pk, lone.pk], by=alice, at=at, owner_id=alice.pk)


def test_a_shared_record_cannot_be_given_away(wang, alice, charlie, at) -> None:
    share_party(wang.pk, by=alice, at=at, user_id=charlie.pk, can_change=True)
    with pytest.raises(NotAllowed):
        assign_parties([wang.pk], by=charlie, at=at, owner_id=charlie.pk)


def test_not_to_somebody_who_left(wang, alice, bob, at) -> None:
    User.objects.filter(pk=bob.pk).update(left_at=at)
    with pytest.raises(OwnerHasLeft):
        assign_parties([wang.pk], by=alice, at=at, owner_id=bob.pk)


def test_undo_gives_them_back(wang, alice, bob, charlie, at) -> None:
    assign_parties([wang.pk], by=bob, at=at, owner_id=charlie.pk)
    with pytest.raises(NotAllowed):
        undo(last_group(), by=alice, at=at)


def test_undo_by_a_manager_of_all(wang, admin, alice, charlie, at) -> None:
    assign_parties([wang.pk], by=admin, at=at, owner_id=charlie.pk)
    undo(last_group(), by=admin, at=at)
    assert Party.objects.get(pk=wang.pk).owner == alice
    assert [f.title for f in search(alice, "wxs")] == ["王伟"]


def test_undo_takes_the_entries_along_without_filling_them_again(
    wang, admin, alice, charlie, at, monkeypatch
) -> None:
    assign_parties([wang.pk], by=admin, at=at, owner_id=charlie.pk)
    blind = replace(listed("search")["person"], rows=None)  # whoever filled again would fail
    monkeypatch.setitem(listed("search"), "person", blind)
    undo(last_group(), by=admin, at=at)
    monkeypatch.undo()
    assert [found.title for found in search(alice, "wxs")] == ["王伟"]
    assert search(charlie, "wxs") == []
    assert not StaleEntry.objects.exists()


def test_a_name_written_by_sql_is_still_filled_again(wang, alice, at) -> None:
    Party.objects.filter(pk=wang.pk).update(lifecycle="former", next_step="Call")
    assert not StaleEntry.objects.exists()
    Party.objects.filter(pk=wang.pk).update(city="Zanzibar")
    refill_stale()
    assert [found.title for found in search(alice, "zanzibar")] == ["王伟"]


def test_over_the_api_it_is_done_though_she_sees_it_no_more(wang, alice, charlie, at) -> None:
    client = Client(
        headers={"Authorization": f"Bearer {create_token(by=alice, at=at, name='x')[1]}"}
    )
    address = f"/api/v1/parties/{wang.pk}"
    answer = client.post(
        f"{address}/assign", {"owner_id": charlie.pk}, content_type="application/json"
    )
    assert (answer.status_code, answer.content) == (204, b"")
    assert Party.objects.get(pk=wang.pk).owner == charlie
    assert client.get(address).status_code == 404
