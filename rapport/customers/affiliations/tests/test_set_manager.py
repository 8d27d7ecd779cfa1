"""The org chart has no circles."""

from __future__ import annotations

import pytest

from rapport.core.errors import Missing
from rapport.customers.affiliations.actions import (
    CircleOfManagers,
    ManagerElsewhere,
    set_manager,
    start_affiliation,
)
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.organizations.actions import create_organization
from rapport.customers.people.actions import create_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(haina, alice, at) -> list[Affiliation]:
    """Three people, each under the one before."""
    places: list[Affiliation] = []
    for given in ("静", "伟", "敏"):
        person = create_person(by=alice, at=at, family="林", given=given)
        place = start_affiliation(person.pk, by=alice, at=at, organization_id=haina.pk)
        if places:
            set_manager(place.pk, by=alice, at=at, reports_to_id=places[-1].pk)
        places.append(place)
    return places


def test_it_is_told(chain, told) -> None:
    assert [event["reports_to_id"] for event in told("ManagerSet")] == [chain[0].pk, chain[1].pk]


def test_no_circle_however_long(chain, alice, at) -> None:
    with pytest.raises(CircleOfManagers):
        set_manager(chain[0].pk, by=alice, at=at, reports_to_id=chain[2].pk)
    with pytest.raises(CircleOfManagers):
        set_manager(chain[0].pk, by=alice, at=at, reports_to_id=chain[0].pk)


def test_to_nobody(chain, alice, at) -> None:
    set_manager(chain[2].pk, by=alice, at=at, reports_to_id=None)
    assert Affiliation.objects.get(pk=chain[2].pk).reports_to_id is None


def test_not_to_somebody_elsewhere(chain, wang, alice, at) -> None:
    other = create_organization(by=alice, at=at, legal_name="Polder")
    there = start_affiliation(wang.pk, by=alice, at=at, organization_id=other.pk)
    with pytest.raises(ManagerElsewhere):
        set_manager(chain[0].pk, by=alice, at=at, reports_to_id=there.pk)


def test_not_by_another_team(chain, charlie, at) -> None:
    with pytest.raises(Missing):
        set_manager(chain[2].pk, by=charlie, at=at, reports_to_id=None)
