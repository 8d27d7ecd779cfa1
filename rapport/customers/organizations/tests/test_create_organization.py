"""Adding a company."""

from __future__ import annotations

import pytest

from rapport.core.errors import NotAllowed
from rapport.core.search.queries import search
from rapport.customers.organizations.actions import NamelessOrganization, create_organization
from rapport.customers.parties.models import Party

pytestmark = pytest.mark.django_db


def test_it_is_shown_by_its_trade_name_and_sorted_by_its_sound(haina, told) -> None:
    party = Party.objects.get(pk=haina.pk)
    assert (party.display_name, party.sort_key, party.kind) == ("海纳", "hai na", "organization")
    assert told("OrganizationCreated") == [{"organization_id": haina.pk}]


@pytest.mark.parametrize("words", ["海纳", "haina", "hn", "有限"])
def test_it_is_found(haina, alice, charlie, words) -> None:
    assert [f.object_id for f in search(alice, words)] == [haina.pk]
    assert search(charlie, words) == []


def test_it_needs_a_name(alice, at) -> None:
    with pytest.raises(NamelessOrganization):
        create_organization(by=alice, at=at, legal_name=" ")
    assert not Party.objects.exists()


def test_who_may_not_is_refused(db, at) -> None:
    from conftest import make_user

    with pytest.raises(NotAllowed):
        create_organization(by=make_user("Ann", "analyst"), at=at, legal_name="海纳")
