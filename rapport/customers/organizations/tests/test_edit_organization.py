"""Editing a company, and to which group it belongs."""

from __future__ import annotations

import pytest

from rapport.core.errors import Missing
from rapport.core.search.queries import search
from rapport.customers.affiliations.actions import start_affiliation
from rapport.customers.organizations.actions import (
    CircleOfParents,
    create_organization,
    edit_organization,
)
from rapport.customers.organizations.models import Organization
from rapport.customers.parties.models import Party

pytestmark = pytest.mark.django_db


def test_a_new_name_finds_its_people_too(haina, wang, alice, at, told) -> None:
    start_affiliation(wang.pk, by=alice, at=at, organization_id=haina.pk, title="采购总监")
    edit_organization(haina.pk, by=alice, at=at, changes={"trade_name": "海蓝"})
    assert Party.objects.get(pk=haina.pk).sort_key == "hai lan"
    assert {f.object_id for f in search(alice, "海蓝")} == {haina.pk, wang.pk}
    assert told("OrganizationEdited")[0]["fields"] == ["trade_name"]


def test_a_company_belongs_to_a_group_but_not_in_a_circle(haina, alice, at) -> None:
    group = create_organization(by=alice, at=at, legal_name="Group")
    edit_organization(haina.pk, by=alice, at=at, changes={"parent_id": group.pk})
    assert Organization.objects.get(pk=haina.pk).parent_id == group.pk
    with pytest.raises(CircleOfParents):
        edit_organization(group.pk, by=alice, at=at, changes={"parent_id": haina.pk})


def test_a_parent_that_she_cannot_see_does_not_exist(haina, alice, charlie, at) -> None:
    other = create_organization(by=charlie, at=at, legal_name="Hidden")
    with pytest.raises(Missing):
        edit_organization(haina.pk, by=alice, at=at, changes={"parent_id": other.pk})


def test_for_another_team_it_is_not_there(haina, charlie, at) -> None:
    with pytest.raises(Missing):
        edit_organization(haina.pk, by=charlie, at=at, changes={"industry": "IT"})


def test_a_person_is_no_company(wang, alice, at) -> None:
    with pytest.raises(Missing):
        edit_organization(wang.pk, by=alice, at=at, changes={"industry": "IT"})
