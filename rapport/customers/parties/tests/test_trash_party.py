"""Moving records to the trash and taking them out again."""

from __future__ import annotations

import pytest

from rapport.core.action import last_group
from rapport.core.errors import Missing, NotAllowed
from rapport.core.search.queries import search
from rapport.core.undo.actions import undo
from rapport.customers.parties.actions import restore_parties, trash_parties
from rapport.customers.parties.models import Party
from rapport.customers.shares.actions import share_party

pytestmark = pytest.mark.django_db


def test_it_leaves_lists_and_search_and_comes_back(wang, alice, at, told) -> None:
    assert trash_parties([wang.pk], by=alice, at=at) == [wang.pk]
    assert not Party.objects.kept().exists()
    assert search(alice, "wxs") == []
    assert told("PartiesTrashed") == [{"party_ids": [wang.pk]}]
    assert restore_parties([wang.pk], by=alice, at=at) == [wang.pk]
    assert [f.title for f in search(alice, "wxs")] == ["王伟"]
    assert told("PartiesRestored") == [{"party_ids": [wang.pk]}]


def test_twice_is_once(wang, alice, at, told) -> None:
    trash_parties([wang.pk], by=alice, at=at)
    assert trash_parties([wang.pk], by=alice, at=at) == []
    assert len(told("PartiesTrashed")) == 1


def test_undo(wang, alice, at) -> None:
    trash_parties([wang.pk], by=alice, at=at)
    undo(last_group(), by=alice, at=at)
    assert Party.objects.kept().filter(pk=wang.pk).exists()
    assert [f.title for f in search(alice, "wxs")] == ["王伟"]


def test_for_another_team_it_is_not_there(wang, charlie, at) -> None:
    with pytest.raises(Missing):
        trash_parties([wang.pk], by=charlie, at=at)


def test_a_colleague_it_is_shared_with_cannot_throw_it_away(wang, alice, charlie, at) -> None:
    share_party(wang.pk, by=alice, at=at, user_id=charlie.pk, can_change=True)
    with pytest.raises(NotAllowed):
        trash_parties([wang.pk], by=charlie, at=at)
