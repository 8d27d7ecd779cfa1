"""Who works where, since when, until when."""

from __future__ import annotations

from datetime import date

import pytest

from rapport.core.action import last_group
from rapport.core.errors import Missing
from rapport.core.search.queries import search
from rapport.core.undo.actions import undo
from rapport.customers.affiliations.actions import (
    EndsBeforeItBegins,
    HasEnded,
    WorksThereAlready,
    edit_affiliation,
    end_affiliation,
    start_affiliation,
)
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.organizations.actions import create_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(wang, haina, alice, at):
    return start_affiliation(
        wang.pk, by=alice, at=at, organization_id=haina.pk, title="采购总监", since="2024-03-01"
    )


def test_the_first_place_is_the_primary_and_finds_him(place, wang, alice, told) -> None:
    assert place.is_primary
    assert wang.pk in [f.object_id for f in search(alice, "海纳")]
    assert told("AffiliationStarted")[0]["person_id"] == wang.pk


def test_nobody_works_at_one_place_twice(place, wang, haina, alice, at) -> None:
    with pytest.raises(WorksThereAlready):
        start_affiliation(wang.pk, by=alice, at=at, organization_id=haina.pk)


def test_a_person_in_two_companies(place, wang, alice, at) -> None:
    second = create_organization(by=alice, at=at, legal_name="Polder")
    other = start_affiliation(wang.pk, by=alice, at=at, organization_id=second.pk)
    assert not other.is_primary
    edit_affiliation(other.pk, by=alice, at=at, changes={"is_primary": True, "title": "Adviser"})
    assert Affiliation.objects.get(is_primary=True).pk == other.pk
    undo(last_group(), by=alice, at=at)
    assert Affiliation.objects.get(is_primary=True).pk == place.pk


def test_ending_it_promotes_the_next_and_leaves_search(place, wang, alice, at, told) -> None:
    second = create_organization(by=alice, at=at, legal_name="Polder")
    other = start_affiliation(wang.pk, by=alice, at=at, organization_id=second.pk)
    end_affiliation(place.pk, by=alice, at=at)
    other.refresh_from_db()
    assert other.is_primary
    assert wang.pk not in [f.object_id for f in search(alice, "海纳")]
    assert told("AffiliationEnded")
    with pytest.raises(HasEnded):
        end_affiliation(place.pk, by=alice, at=at)


def test_those_below_report_to_the_manager_above(place, li, haina, alice, at) -> None:
    below = start_affiliation(li.pk, by=alice, at=at, organization_id=haina.pk)
    Affiliation.objects.filter(pk=below.pk).update(reports_to=place)
    end_affiliation(place.pk, by=alice, at=at)
    below.refresh_from_db()
    assert below.reports_to_id is None


def test_it_cannot_end_before_it_began(place, alice, at) -> None:
    with pytest.raises(EndsBeforeItBegins):
        end_affiliation(place.pk, by=alice, at=at, until=date(2024, 2, 1))


def test_another_teams_company_is_not_there(wang, alice, charlie, at) -> None:
    hidden = create_organization(by=charlie, at=at, legal_name="Hidden")
    with pytest.raises(Missing):
        start_affiliation(wang.pk, by=alice, at=at, organization_id=hidden.pk)


def test_not_by_another_team(place, charlie, at) -> None:
    with pytest.raises(Missing):
        end_affiliation(place.pk, by=charlie, at=at)
