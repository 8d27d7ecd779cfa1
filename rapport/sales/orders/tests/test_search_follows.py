"""Orders are found by whoever owns their customer now, and no longer by whoever did; and by the customer's name now."""

import pytest

from rapport.core.action import last_group
from rapport.core.events.reactions import reactions_to
from rapport.core.search.queries import search
from rapport.core.undo.actions import undo
from rapport.customers.organizations.actions import create_organization, edit_organization
from rapport.customers.organizations.events import OrganizationEdited
from rapport.customers.parties.actions import assign_parties
from rapport.customers.people.actions import edit_person
from rapport.customers.people.events import PersonEdited
from rapport.sales.jobs import orders as jobs
from rapport.sales.orders.actions import edit_order


def numbers(user, order):
    return [found.object_id for found in search(user, order.number, only=["order"])]


def test_search_follows_the_customer(order, alice, bob, charlie, admin, at):
    assert numbers(alice, order) == [order.pk]
    assign_parties([order.party_id], by=admin, at=at, owner_id=charlie.pk)
    group = last_group()
    assert numbers(charlie, order) == [order.pk]
    assert numbers(alice, order) == []
    undo(group, by=admin, at=at)
    assert numbers(alice, order) == [order.pk]
    assert numbers(charlie, order) == []


@pytest.mark.parametrize("is_person", [True, False])
def test_search_follows_the_name(order, alice, at, is_person):
    party = order.party
    if is_person:
        edit_person(party.pk, by=alice, at=at, changes={"family": "欧阳"})
        jobs.find_by_her_new_name(
            PersonEdited(person_id=party.pk, fields=["family"]), by=alice, at=at
        )
        words = "ouyang"
    else:
        party = create_organization(by=alice, at=at, legal_name="Blue Sea Ltd").party
        edit_order(order.pk, by=alice, at=at, party_id=party.pk)
        edit_organization(party.pk, by=alice, at=at, changes={"legal_name": "Green Hill Ltd"})
        told = OrganizationEdited(organization_id=party.pk, fields=["legal_name"])
        jobs.find_by_its_new_name(told, by=alice, at=at)
        words = "green hill"
    assert [found.object_id for found in search(alice, words, only=["order"])] == [order.pk]


def test_a_reaction_waits_for_each_event():
    told = PersonEdited(person_id=1, fields=["family"])
    assert "rapport.sales.orders.jobs.find_by_her_new_name" in reactions_to(told)
