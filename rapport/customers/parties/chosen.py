"""Which record a dialog is about that is opened from the record's page or the palette."""

from __future__ import annotations

from django.http import QueryDict

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.customers.parties.queries import party_of


def chosen(user: User, query: QueryDict) -> list[int]:
    """Return the party from `?id=1`; many at once are the lists' (core.bulk). Errors: Missing."""
    text = query.get("id", "")
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Missing
    return [party_of(user, int(text)).pk]
