"""The group of companies on the page of one of them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from rapport.core.action import last_group
from rapport.core.undo.actions import undo
from rapport.customers.organizations.actions import create_organization, edit_organization
from rapport.customers.organizations.group import group_of
from rapport.customers.organizations.models import Organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def holding(alice, at) -> Organization:
    """A company to which others belong."""
    return create_organization(by=alice, at=at, legal_name="Holding")


def test_the_whole_tree_from_any_of_its_companies(haina, holding, alice, at) -> None:
    assert group_of(alice, haina.pk) == []
    shop = create_organization(by=alice, at=at, legal_name="Shop")
    sister = create_organization(by=alice, at=at, legal_name="Sister")
    for child, parent in ((haina, holding), (sister, holding), (shop, haina)):
        edit_organization(child.pk, by=alice, at=at, changes={"parent_id": parent.pk})
    (top,) = group_of(alice, shop.pk)
    assert (top.name, [one.name for one in top.reports]) == ("Holding", ["海纳", "Sister"])
    (below,) = top.reports[0].reports
    assert (below.name, below.here) == ("Shop", True)


def test_what_she_cannot_see_is_left_out(haina, holding, alice, charlie, admin, at) -> None:
    hidden = create_organization(by=charlie, at=at, legal_name="Hidden")
    edit_organization(hidden.pk, by=admin, at=at, changes={"parent_id": holding.pk})
    edit_organization(haina.pk, by=admin, at=at, changes={"parent_id": hidden.pk})
    assert [one.name for one in group_of(alice, haina.pk)] == ["海纳", "Holding"]
    assert "Hidden" not in str(group_of(alice, haina.pk))


def test_it_is_looked_up_saved_shown_and_undone(haina, holding, alice, at, signed_in) -> None:
    client: Client = signed_in(alice)
    address = reverse("organizations:parent", args=[haina.pk])
    assert "data-pick" in client.get(address).content.decode()
    saved = client.post(address, {"parent": holding.pk}, headers={"HX-Request": "true"})
    assert saved.status_code == 204
    panel = client.get(reverse("organizations:group", args=[haina.pk])).content.decode()
    assert panel.index("Holding") < panel.index("海纳")
    assert 'value="Holding"' in client.get(address).content.decode()
    circle = client.post(
        reverse("organizations:parent", args=[holding.pk]),
        {"parent": haina.pk},
        headers={"HX-Request": "true"},
    )
    assert circle.status_code in {409, 422}
    assert "subsidiaries" in circle.content.decode()
    edit_organization(haina.pk, by=alice, at=at, changes={"parent_id": None})
    undo(last_group(), by=alice, at=at)
    haina.refresh_from_db()
    assert haina.parent_id == holding.pk


def test_for_another_team_there_is_no_such_page(haina, charlie, signed_in) -> None:
    client: Client = signed_in(charlie)
    for name in ("group", "parent"):
        address = reverse(f"organizations:{name}", args=[haina.pk])
        assert client.get(address).status_code == 404


def test_as_many_queries_for_a_large_group(
    haina, holding, alice, at, django_assert_num_queries
) -> None:
    edit_organization(haina.pk, by=alice, at=at, changes={"parent_id": holding.pk})
    group_of(alice, haina.pk)
    for number in range(20):
        one = create_organization(by=alice, at=at, legal_name=f"Branch {number}")
        edit_organization(one.pk, by=alice, at=at, changes={"parent_id": holding.pk})
    with django_assert_num_queries(3):
        group_of(alice, haina.pk)
