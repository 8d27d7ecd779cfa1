"""Several people become one: what stays, who may, what is refused, and the way back."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from rapport.core.access.actions import StaleVersion
from rapport.core.access.models import User
from rapport.core.errors import Missing, NotAllowed
from rapport.core.search.queries import search
from rapport.customers.merges.actions import (
    AlreadyUndone,
    LaterMergeFirst,
    MergedMeanwhile,
    OneAboveTheOther,
    TooLongAgo,
    WasErased,
    merge_parties,
    undo_merge,
)
from rapport.customers.merges.fields import UnknownChoice
from rapport.customers.merges.queries import OfDifferentKinds, TooFew
from rapport.customers.organizations.actions import create_organization, edit_organization
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.editing import InTheTrash
from rapport.customers.parties.models import Party
from rapport.customers.people.actions import create_person, edit_person
from rapport.customers.people.models import Person
from rapport.customers.shares.actions import share_party

pytestmark = pytest.mark.django_db


@pytest.fixture
def wong(alice: User, at: datetime) -> Person:
    """The same 王伟, as somebody else heard his name."""
    return create_person(by=alice, at=at, family="Wong", given="Wei", gender="male", honorific="dr")


def test_a_filled_field_stays_the_survivors_first(
    wang: Person, wong: Person, alice: User, at: datetime, told
) -> None:
    merge = merge_parties(wang.pk, [wong.pk], by=alice, at=at)
    person = Person.objects.select_related("party").get(pk=wang.pk)
    assert (person.family, person.honorific, person.gender) == ("王", "mr", "male")
    assert person.party.lifecycle == "customer"
    gone = Party.objects.get(pk=wong.pk)
    assert (gone.merged_into_id, gone.trashed_at) == (wang.pk, at)
    assert told("PartiesMerged") == [
        {"merge_id": merge.pk, "kind": "person", "survivor_id": wang.pk, "loser_ids": [wong.pk]}
    ]
    assert [one.object_id for one in search(alice, "wei", only=["person"])] == [wang.pk]


def test_what_was_chosen_stays(wang: Person, wong: Person, alice: User, at: datetime) -> None:
    choices = {"name": wong.pk, "honorific": str(wong.pk), "lifecycle": wong.pk}
    merge = merge_parties(wang.pk, [wong.pk], by=alice, at=at, choices=choices)
    person = Person.objects.select_related("party").get(pk=wang.pk)
    assert (person.honorific, person.party.display_name, person.party.sort_key) == (
        "dr",
        "Wei Wong",
        "wong wei",
    )
    assert (person.party.lifecycle, merge.name) == ("prospect", "Wei Wong")


@pytest.mark.parametrize(
    "choices", [{"name": 0}, {"name": "all"}, {"shoe_size": 1}, {"gender": "²"}]
)
def test_a_choice_that_is_none_is_refused(
    choices: dict[str, object], wang: Person, wong: Person, alice: User, at: datetime
) -> None:
    with pytest.raises(UnknownChoice) as error:
        merge_parties(wang.pk, [wong.pk], by=alice, at=at, choices=choices)
    assert set(error.value.fields) == set(choices)
    assert Party.objects.get(pk=wong.pk).merged_into_id is None


def test_all_domains_of_companies_stay(alice: User, at: datetime) -> None:
    one = create_organization(by=alice, at=at, legal_name="A", domains=["a.example"])
    two = create_organization(
        by=alice, at=at, legal_name="B", domains=["b.example"], industry="Steel"
    )
    merge_parties(one.pk, [two.pk], by=alice, at=at)
    one.refresh_from_db()
    assert (one.domains, one.industry) == (["a.example", "b.example"], "Steel")


def test_what_cannot_become_one(
    wang: Person, li: Person, haina: Organization, alice: User, at: datetime
) -> None:
    with pytest.raises(TooFew):
        merge_parties(wang.pk, [wang.pk], by=alice, at=at)
    with pytest.raises(OfDifferentKinds):
        merge_parties(wang.pk, [haina.pk], by=alice, at=at)
    with pytest.raises(StaleVersion):
        merge_parties(wang.pk, [li.pk], by=alice, at=at, versions={li.pk: li.party.version + 1})
    Party.objects.filter(pk=li.pk).update(trashed_at=at)
    with pytest.raises(InTheTrash):
        merge_parties(wang.pk, [li.pk], by=alice, at=at)


def test_who_restricted_one_of_them_restricted_herself(
    wang: Person, li: Person, alice: User, at: datetime
) -> None:
    Party.objects.filter(pk=li.pk).update(restricted_at=at, restriction_reason="She asked")
    merge = merge_parties(wang.pk, [li.pk], by=alice, at=at)
    stays = Party.objects.get(pk=wang.pk)
    assert (stays.restricted_at, stays.restriction_reason) == (at, "She asked")
    undo_merge(merge.pk, by=alice, at=at)
    assert not Party.objects.get(pk=wang.pk).is_restricted
    Party.objects.filter(pk=li.pk).update(erased_at=at, trashed_at=at)
    with pytest.raises(WasErased):
        merge_parties(wang.pk, [li.pk], by=alice, at=at)


def test_a_company_above_another_is_no_double(
    haina: Organization, alice: User, at: datetime
) -> None:
    between = create_organization(by=alice, at=at, legal_name="Between")
    below = create_organization(by=alice, at=at, legal_name="Below")
    edit_organization(between.pk, by=alice, at=at, changes={"parent_id": haina.pk})
    edit_organization(below.pk, by=alice, at=at, changes={"parent_id": between.pk})
    with pytest.raises(OneAboveTheOther, match="海纳 stands above Below"):
        merge_parties(below.pk, [haina.pk], by=alice, at=at)


def test_every_record_must_be_hers(
    wang: Person, lone: Person, alice: User, charlie: User, bob: User, at: datetime
) -> None:
    with pytest.raises(Missing):
        merge_parties(wang.pk, [lone.pk], by=alice, at=at)
    share_party(lone.pk, by=charlie, at=at, user_id=alice.pk, can_change=True)
    alice = User.objects.get(pk=alice.pk)
    with pytest.raises(NotAllowed):
        merge_parties(wang.pk, [lone.pk], by=alice, at=at)
    assert Party.objects.get(pk=lone.pk).merged_into_id is None


def test_later_edits_stay_and_are_named(
    wang: Person, wong: Person, alice: User, at: datetime, told
) -> None:
    point = wang.party.contact_points.get(channel="phone")
    merge = merge_parties(wong.pk, [wang.pk], by=alice, at=at)
    edit_person(wong.pk, by=alice, at=at, changes={"honorific": "prof", "education": "master"})
    undo_merge(merge.pk, by=alice, at=at)
    back, stayed = Person.objects.get(pk=wang.pk), Person.objects.get(pk=wong.pk)
    assert (back.honorific, back.party.lifecycle, back.party.merged_into_id) == (
        "mr",
        "customer",
        None,
    )
    assert (stayed.honorific, stayed.education, stayed.party.lifecycle) == (
        "prof",
        "master",
        "prospect",
    )
    point.refresh_from_db()
    assert point.party_id == wang.pk
    merge.refresh_from_db()
    assert merge.kept == {}  # the merge itself had left both fields alone
    assert told("PartiesUnmerged")[0]["loser_ids"] == [wang.pk]
    assert {one.object_id for one in search(alice, "wei", only=["person"])} == {wang.pk, wong.pk}


def test_a_field_that_the_merge_wrote_and_somebody_edited_stays_alone(
    wang: Person, wong: Person, alice: User, at: datetime
) -> None:
    merge = merge_parties(wang.pk, [wong.pk], by=alice, at=at, choices={"honorific": wong.pk})
    edit_person(wang.pk, by=alice, at=at, changes={"honorific": "prof"})
    undo_merge(merge.pk, by=alice, at=at)
    person = Person.objects.get(pk=wang.pk)
    assert (person.honorific, person.gender) == ("prof", "")
    merge.refresh_from_db()
    assert merge.kept == {f"customers_person:{wang.pk}": ["honorific"]}


def test_what_cannot_be_undone(
    wang: Person, wong: Person, li: Person, alice: User, charlie: User, at: datetime
) -> None:
    first = merge_parties(wang.pk, [wong.pk], by=alice, at=at)
    second = merge_parties(wang.pk, [li.pk], by=alice, at=at)
    with pytest.raises(LaterMergeFirst):
        undo_merge(first.pk, by=alice, at=at)
    with pytest.raises(Missing):
        undo_merge(second.pk, by=charlie, at=at)
    with pytest.raises(TooLongAgo, match="30 days"):
        undo_merge(second.pk, by=alice, at=at + timedelta(days=30))
    undo_merge(second.pk, by=alice, at=at + timedelta(days=29))
    with pytest.raises(AlreadyUndone):
        undo_merge(second.pk, by=alice, at=at)


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_the_same_at_once(
    wang: Person, wong: Person, alice: User, bob: User, at: datetime
) -> None:
    """Each merges into the other one: one of them wins, the other reads a sentence."""
    ready, errors = Barrier(2), []

    def run(user: User, stays: int, goes: int) -> None:
        ready.wait()
        try:
            merge_parties(stays, [goes], by=user, at=at)
        except MergedMeanwhile as error:
            errors.append(error.sentence())
        finally:
            connection.close()

    both = [
        Thread(target=run, args=(alice, wang.pk, wong.pk)),
        Thread(target=run, args=(bob, wong.pk, wang.pk)),
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert len(errors) == 1
    assert "in the meantime" in errors[0]
    assert Party.objects.exclude(merged_into=None).count() == 1
