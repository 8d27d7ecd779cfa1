"""Merging leaves nothing behind, and undoing it leaves no difference in any table of any room."""

from __future__ import annotations

from datetime import datetime

import pytest

from rapport.core.access.models import User
from rapport.core.customfields.actions import add_field
from rapport.customers.consent.models import ConsentEvent
from rapport.customers.contactpoints.models import ContactPoint
from rapport.customers.households.models import Household, Member
from rapport.customers.merges.actions import merge_parties, undo_merge
from rapport.customers.parties.models import Party
from rapport.customers.relations.models import Relation
from rapport.customers.traits.models import Trait
from rapport.sales.orders.models import Order
from tests.merges.cast import (
    business_references,
    company,
    difference,
    employ,
    everything,
    found_by_search,
    furnish,
    person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(alice: User, bob: User, admin: User, at: datetime) -> list[Party]:
    """Three records of one person, in every place; of the company's own fields two refer to people."""
    add_field("person", by=admin, at=at, label="Friends", kind="relation", target="person", is_several=True)  # fmt: skip
    add_field("organization", by=admin, at=at, label="Adviser", kind="person")
    other = person(alice, "Other")
    found = [person(alice, "Wei"), person(alice, "Wai", gender="male"), person(bob, "Wee")]
    for number, one in enumerate(found):
        furnish(one, alice, at, other, number)
    Relation.objects.create(from_party=found[1], to_party=found[0], kind="sibling")
    companies = [company(alice, "Haina"), company(alice, "Haina Ltd")]
    for number, one in enumerate(companies):
        furnish(one, alice, at, other, number + 10)
    employ(found, companies)
    Party.objects.filter(pk=other.pk).update(custom={"friends": [one.pk for one in found]})
    Party.objects.filter(pk=companies[0].pk).update(custom={"adviser": found[2].pk})
    found_by_search()
    return [*found, *companies]


def test_everything_goes_along_and_comes_back(people: list[Party], bob: User, at: datetime) -> None:
    stays, *others = (one.pk for one in people[:3])
    empty = [str(one) for one in business_references() if not one.rows([p.pk for p in people])]
    assert set(empty) <= {"customers.Party.merged_into", "customers.Erasure.party"}  # see furnish()
    before = everything()

    merge = merge_parties(stays, others, by=bob, at=at)

    left = {str(one): one.rows(others).count() for one in business_references()}
    assert {name: count for name, count in left.items() if count} == {}
    assert ContactPoint.objects.filter(party=stays, channel="email").count() == 1
    assert ContactPoint.objects.get(party=stays, channel="email").verified_at == at
    assert ContactPoint.objects.filter(party=stays, channel="phone", is_primary=True).count() == 1
    assert ContactPoint.objects.filter(party=stays, channel="phone").count() == 3
    assert Trait.objects.get(party=stays).value == 2
    assert Order.objects.filter(party=stays, owner=people[0].owner).count() == 3
    assert Household.objects.get(head=stays).members.count() == 4
    assert not Household.objects.filter(head__in=others).exists()
    assert Member.objects.filter(person=stays, role="head").count() == 1
    lines = ConsentEvent.objects.filter(contact_point__party=stays).order_by("at", "id")
    assert [one.decision for one in lines] == ["given", "withdrawn", "given", "withdrawn"]
    assert Relation.objects.filter(from_party=stays).count() + Relation.objects.filter(to_party=stays).count() == 1  # fmt: skip
    assert Party.objects.get(sort_key="wang other").custom == {"friends": [stays]}
    assert Party.objects.get(pk=people[3].pk).custom == {"adviser": stays}
    assert Party.objects.get(pk=stays).person.gender == "male"

    undo_merge(merge.pk, by=bob, at=at)
    assert difference(before, everything()) == {}
    merge.refresh_from_db()
    assert (merge.undone_by, merge.kept) == (bob, {})


def test_companies_with_their_people_daughters_and_orders(
    people: list[Party], bob: User, at: datetime
) -> None:
    stays, other = people[3], people[4]
    before = everything()
    merge = merge_parties(stays.pk, [other.pk], by=bob, at=at)
    left = {str(one): one.rows([other.pk]).count() for one in business_references()}
    assert {name: count for name, count in left.items() if count} == {
        "customers.Party.merged_into": 0
    } or not any(left.values())
    assert stays.organization.subsidiaries.count() == 2
    assert stays.organization.affiliations.count() == 3
    assert not stays.organization.affiliations.exclude(reports_to=None).exists()
    undo_merge(merge.pk, by=bob, at=at)
    assert difference(before, everything()) == {}


def test_a_merge_of_merged_ones_is_undone_from_the_last(
    people: list[Party], bob: User, at: datetime
) -> None:
    one, two, three = (party.pk for party in people[:3])
    before = everything()
    first = merge_parties(two, [three], by=bob, at=at)
    second = merge_parties(one, [two], by=bob, at=at)
    assert Party.objects.get(pk=three).merged_into_id == one
    undo_merge(second.pk, by=bob, at=at)
    assert Party.objects.get(pk=three).merged_into_id == two
    undo_merge(first.pk, by=bob, at=at)
    assert difference(before, everything()) == {}
