"""Showing a record to colleagues besides its owner."""

from __future__ import annotations

import pytest

from rapport.core.errors import Missing, NotAllowed
from rapport.core.search.queries import search
from rapport.customers.parties.models import Party, Share
from rapport.customers.people.actions import edit_person
from rapport.customers.shares.actions import NobodyToShareWith, share_party, unshare_party

pytestmark = pytest.mark.django_db


def test_to_read(wang, alice, charlie, at, told) -> None:
    share_party(wang.pk, by=alice, at=at, user_id=charlie.pk)
    assert Party.objects.visible_to(charlie).get().pk == wang.pk
    assert [f.object_id for f in search(charlie, "wxs")] == [wang.pk]
    with pytest.raises(NotAllowed):
        edit_person(wang.pk, by=charlie, at=at, changes={"gender": "male"})
    assert told("PartyShared")[0]["user_id"] == charlie.pk


def test_to_change_through_the_team(wang, alice, charlie, south, at) -> None:
    share_party(wang.pk, by=alice, at=at, team_id=south.pk, can_change=True)
    edit_person(wang.pk, by=charlie, at=at, changes={"gender": "male"})
    with pytest.raises(NotAllowed):
        share_party(wang.pk, by=charlie, at=at, user_id=charlie.pk)


def test_sharing_again_changes_what_it_allows(wang, alice, charlie, at) -> None:
    share_party(wang.pk, by=alice, at=at, user_id=charlie.pk)
    share_party(wang.pk, by=alice, at=at, user_id=charlie.pk, can_change=True)
    assert Share.objects.get().can_change


@pytest.mark.parametrize("with_whom", [{}, {"user_id": 0}, {"team_id": 12345}])
def test_with_nobody(wang, alice, at, with_whom) -> None:
    with pytest.raises(NobodyToShareWith):
        share_party(wang.pk, by=alice, at=at, **with_whom)


def test_for_another_team_it_is_not_there(wang, charlie, at) -> None:
    with pytest.raises(Missing):
        share_party(wang.pk, by=charlie, at=at, user_id=charlie.pk)


def test_unsharing_closes_the_door(wang, alice, charlie, at, told) -> None:
    share = share_party(wang.pk, by=alice, at=at, user_id=charlie.pk)
    unshare_party(wang.pk, share.pk, by=alice, at=at)
    assert not Party.objects.visible_to(charlie).exists()
    assert told("PartyUnshared")[0]["user_id"] == charlie.pk
    with pytest.raises(Missing):
        unshare_party(wang.pk, share.pk, by=alice, at=at)
