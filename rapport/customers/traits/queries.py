"""Reading findings that still hold."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from rapport.customers.parties.models import Party
from rapport.customers.traits.models import Trait


def traits_of(party: Party, at: datetime) -> list[Trait]:
    """Return the findings about a party that have not expired."""
    fresh = Q(expires_at=None) | Q(expires_at__gt=at)
    return list(Trait.objects.filter(fresh, party=party).order_by("name"))
