"""The number of a party in another system is shown and found."""

from __future__ import annotations

import pytest
from django.urls import reverse

from rapport.core.search.queries import search
from rapport.customers.parties.entries import index
from rapport.customers.parties.models import ExternalRef

pytestmark = pytest.mark.django_db


def test_it_is_found_by_who_may_see_the_party(wang, haina, alice, charlie) -> None:
    ExternalRef.objects.create(party_id=wang.pk, system="ERP", key="K-004711")
    ExternalRef.objects.create(party_id=haina.pk, system="ERP", key="K-004712")
    index([wang.pk, haina.pk])
    assert [found.object_id for found in search(alice, "K-004711")] == [wang.pk]
    assert [found.object_id for found in search(alice, "K-004712")] == [haina.pk]
    assert search(charlie, "K-004711") == []


@pytest.mark.parametrize("kind", ["person", "organization"])
def test_the_details_show_it(kind, wang, haina, alice, signed_in) -> None:
    party, page = (wang, "people") if kind == "person" else (haina, "organizations")
    ExternalRef.objects.create(party_id=party.pk, system="ERP", key="K-004711")
    text = signed_in(alice).get(reverse(f"{page}:details", args=[party.pk])).content.decode()
    assert "Number in ERP" in text
    assert "K-004711" in text
