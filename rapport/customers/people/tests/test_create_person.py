"""Adding a person: she is named, spelled, sorted, reachable and found at once."""

from __future__ import annotations

import pytest

from rapport.core.access.models import User
from rapport.core.action import last_group
from rapport.core.errors import Invalid, NotAllowed
from rapport.core.events.models import EventRow
from rapport.core.search.queries import search
from rapport.core.undo.actions import undo
from rapport.customers.contactpoints.actions import Contact
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import BornInTheFuture, NamelessPerson, create_person

pytestmark = pytest.mark.django_db


def test_a_chinese_name_is_spelled_and_sorted_by_its_sound(wang, alice) -> None:
    party = Party.objects.get(pk=wang.pk)
    assert (party.display_name, party.latin_name, party.sort_key) == (
        "王伟",
        "Wang Wei",
        "wang wei",
    )
    assert (party.owner, party.lifecycle, party.kind) == (alice, "customer", "person")


def test_a_latin_name_is_sorted_by_family_name(alice, at) -> None:
    person = create_person(by=alice, at=at, family="Krüger", given="Thomas")
    assert person.party.display_name == "Thomas Krüger"
    assert (person.party.latin_name, person.party.sort_key) == ("", "kruger thomas")


def test_the_number_is_kept_as_typed_and_as_it_is_dialled(wang) -> None:
    phone = wang.party.contact_points.get(channel="phone")
    assert (phone.raw, phone.normalized) == ("+86 138 1643 2207", "+8613816432207")
    assert phone.is_primary
    mail = wang.party.contact_points.get(channel="email")
    assert mail.normalized == "wang.wei@hailan.example"


@pytest.mark.parametrize("words", ["wxs", "王先生", "wangwei", "ww", "2207", "wang.wei@", "王伟"])
def test_she_is_found_at_once_by_those_who_may(wang, alice, bob, charlie, words) -> None:
    assert [found.object_id for found in search(alice, words)] == [wang.pk]
    assert [found.object_id for found in search(bob, words)] == [wang.pk]
    assert search(charlie, words) == []


def test_it_is_told(wang) -> None:
    event = EventRow.objects.get(name="PersonCreated")
    assert (event.subject_id, event.party_id) == (wang.pk, wang.pk)


def test_without_a_name_nothing_is_saved(alice, at) -> None:
    with pytest.raises(NamelessPerson) as refused:
        create_person(by=alice, at=at, contacts=[Contact(channel="wechat", value="wxid_1")])
    assert "family" in refused.value.fields
    assert not Party.objects.exists()


def test_a_wrong_number_keeps_the_whole_person_from_being_saved(alice, at) -> None:
    with pytest.raises(Invalid):
        create_person(
            by=alice, at=at, family="王", contacts=[Contact(channel="phone", value="+86 138")]
        )
    assert not Party.objects.exists()


def test_nobody_is_born_tomorrow(alice, at) -> None:
    with pytest.raises(BornInTheFuture):
        create_person(by=alice, at=at, family="王", born_on="2026-09-18")


def test_an_unknown_value_is_named(alice, at) -> None:
    with pytest.raises(Invalid) as refused:
        create_person(by=alice, at=at, family="王", gender="x", shoe_size="44")
    assert set(refused.value.fields) == {"gender", "shoe_size"}


def test_who_may_not_add_people_is_refused(db, at) -> None:
    from conftest import make_user

    analyst: User = make_user("Ann", "analyst")
    with pytest.raises(NotAllowed):
        create_person(by=analyst, at=at, family="王")


def test_undo_takes_her_and_her_numbers_back(alice, at) -> None:
    create_person(
        by=alice, at=at, family="王", contacts=[Contact(channel="wechat", value="wxid_12")]
    )
    undo(last_group(), by=alice, at=at)
    assert not Party.objects.exists()
    assert search(alice, "王") == []
