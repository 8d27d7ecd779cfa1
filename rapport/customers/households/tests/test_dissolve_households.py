"""Households are ended, and their people are assigned and tagged, many at once."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from rapport.core.action import last_group
from rapport.core.errors import Missing
from rapport.core.undo.actions import undo
from rapport.customers.households.actions import add_member, dissolve_households, form_household
from rapport.customers.households.models import Household, Member
from rapport.customers.parties.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(wang, li, alice, at) -> Household:
    """王伟 and 李梅."""
    household = form_household(wang.pk, by=alice, at=at, name="Home")
    add_member(household.pk, by=alice, at=at, person_id=li.pk, role="partner")
    return household


def test_the_people_stay_and_undo_brings_it_back(home, alice, at, told) -> None:
    assert dissolve_households([home.pk], by=alice, at=at) == [home.pk]
    group = last_group()
    assert (Household.objects.count(), Member.objects.count(), Party.objects.count()) == (0, 0, 2)
    assert told("HouseholdsDissolved") == [{"household_ids": [home.pk]}]
    undo(group, by=alice, at=at)
    roles = Household.objects.get(pk=home.pk).members.values_list("role", flat=True)
    assert sorted(roles) == ["head", "partner"]


def test_somebody_elses_is_not_there(home, charlie, at) -> None:
    with pytest.raises(Missing):
        dissolve_households([home.pk], by=charlie, at=at)
    assert Household.objects.exists()


def test_it_asks_first(home, alice, signed_in) -> None:
    client: Client = signed_in(alice)
    address = reverse("bulk:ask", args=["households", "dissolve"])
    assert "Dissolve 1 household?" in client.get(f"{address}?id={home.pk}").content.decode()
    answer = client.post(f"{address}?id={home.pk}", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert not Household.objects.exists()
    assert client.get(address).status_code == 422


def test_assign_and_tag_mean_the_people_in_them(home, alice, bob, charlie, signed_in) -> None:
    client: Client = signed_in(alice)
    address = reverse("bulk:ask", args=["households", "assign"])
    for which in (f"id={home.pk}", "all=households"):
        assert "Assign 2 records" in client.get(f"{address}?{which}").content.decode()
    answer = client.post(
        f"{address}?id={home.pk}", {"owner": bob.pk}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 204
    assert set(Party.objects.values_list("owner", flat=True)) == {bob.pk}
    address = reverse("bulk:ask", args=["households", "tag"])
    assert signed_in(charlie).get(f"{address}?id={home.pk}").status_code == 422


def test_the_list_offers_them_and_the_page_shows_the_people(home, alice, signed_in) -> None:
    client: Client = signed_in(alice)
    shown = client.get(reverse("households:list")).content.decode()
    assert "data-select-all" in shown
    assert reverse("bulk:ask", args=["households", "tag"]) in shown
    page = client.get(reverse("households:open", args=[home.pk])).content.decode()
    assert "+86 138 1643 2207" in page
    assert "Spouse or partner" in page
