"""An open complaint is a talking point, for those who may see it, until it is resolved."""

from __future__ import annotations

import pytest

from rapport.customers.parties.models import Party
from rapport.touchpoints.interactions.actions import resolve_complaint
from rapport.touchpoints.interactions.points import complaint

pytestmark = pytest.mark.django_db


def test_it_is_told_until_it_is_resolved(wang, alice, charlie, at, logged) -> None:
    logged(subject="Asked for the price")
    row = logged(subject="The charger gets hot", reason="complaint")
    party = Party.objects.get(pk=wang.pk)
    (point,) = complaint(party, alice, at)
    assert "The charger gets hot" in point.title
    assert point.href == f"/interactions/{row.pk}"
    assert complaint(party, charlie, at) == []
    resolve_complaint(row.pk, by=alice, at=at, resolution="Replaced")
    assert complaint(party, alice, at) == []
