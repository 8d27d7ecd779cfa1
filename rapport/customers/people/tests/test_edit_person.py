"""Editing a person: the name is spelled, sorted and found anew; nobody overwrites unseen."""

from __future__ import annotations

import pytest

from rapport.core.access.actions import StaleVersion
from rapport.core.action import last_group
from rapport.core.errors import Missing
from rapport.core.search.queries import search
from rapport.core.undo.actions import undo
from rapport.customers.parties.actions import trash_parties
from rapport.customers.parties.editing import InTheTrash
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import NamelessPerson, edit_person

pytestmark = pytest.mark.django_db


def test_a_new_name_is_spelled_sorted_and_found(wang, alice, at, told) -> None:
    edit_person(wang.pk, by=alice, at=at, changes={"family": "欧阳", "given": "娜"})
    party = Party.objects.get(pk=wang.pk)
    assert (party.display_name, party.latin_name) == ("欧阳娜", "Ouyang Na")
    assert [f.title for f in search(alice, "ouyangna")] == ["欧阳娜"]
    assert search(alice, "wangwei") == []
    assert told("PersonEdited") == [{"person_id": wang.pk, "fields": ["family", "given"]}]


def test_a_latin_name_chosen_by_hand_stays(wang, alice, at) -> None:
    edit_person(wang.pk, by=alice, at=at, changes={"latin_name": "William Wang"})
    edit_person(wang.pk, by=alice, at=at, changes={"given": "维"})
    assert Party.objects.get(pk=wang.pk).latin_name == "William Wang"


def test_each_edit_raises_the_records_version(wang, alice, at) -> None:
    before = Party.objects.get(pk=wang.pk).version
    edit_person(wang.pk, by=alice, at=at, changes={"born_on": "1984-10-16"})
    assert Party.objects.get(pk=wang.pk).version == before + 1


def test_what_changes_nothing_is_not_told(wang, alice, at, told) -> None:
    edit_person(wang.pk, by=alice, at=at, changes={"family": "王"})
    assert told("PersonEdited") == []


def test_a_stale_edit_is_stopped(wang, alice, bob, at) -> None:
    seen = Party.objects.get(pk=wang.pk).version
    edit_person(wang.pk, by=bob, at=at, changes={"gender": "male"}, version=seen)
    with pytest.raises(StaleVersion):
        edit_person(wang.pk, by=alice, at=at, changes={"gender": "female"}, version=seen)


def test_a_name_cannot_be_emptied(wang, alice, at) -> None:
    with pytest.raises(NamelessPerson):
        edit_person(wang.pk, by=alice, at=at, changes={"family": "", "given": ""})


def test_nothing_is_edited_in_the_trash(wang, alice, at) -> None:
    trash_parties([wang.pk], by=alice, at=at)
    with pytest.raises(InTheTrash):
        edit_person(wang.pk, by=alice, at=at, changes={"gender": "male"})


def test_for_another_team_she_is_not_there(wang, charlie, at) -> None:
    with pytest.raises(Missing):
        edit_person(wang.pk, by=charlie, at=at, changes={"gender": "male"})


def test_undo_brings_the_old_name_back_to_search_too(wang, alice, at) -> None:
    edit_person(wang.pk, by=alice, at=at, changes={"family": "欧阳"})
    undo(last_group(), by=alice, at=at)
    assert Party.objects.get(pk=wang.pk).display_name == "王伟"
    assert [f.title for f in search(alice, "wxs")] == ["王伟"]
