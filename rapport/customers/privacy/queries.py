"""What is held of a person."""

from __future__ import annotations

from rapport.core.access.models import User
from rapport.core.erasure.belonging import Belongings, belongings
from rapport.core.errors import Missing
from rapport.customers.parties.models import Kind, Party
from rapport.customers.parties.queries import party_of
from rapport.customers.privacy.models import Erasure, PrivacyRequest


def person_with(user: User, person_id: int) -> Party:
    """Return a person that the user may see. Errors: Missing."""
    return party_of(user, person_id, kind=Kind.PERSON)


def selves(person_id: int) -> list[int]:
    """Return the keys of a person and of those that were merged into her: one human."""
    found, newest = [person_id], [person_id]
    while newest:
        merged = Party.objects.filter(merged_into__in=newest).exclude(pk__in=found)
        newest = list(merged.values_list("pk", flat=True))
        found += newest
    return found


def held_of(person_id: int) -> Belongings:
    """Return all rows that belong to a person, in every room."""
    return belongings(Party, selves(person_id))


def requests_of(user: User, person_id: int) -> list[PrivacyRequest]:
    """Return what a person asked, the newest first."""
    seen = PrivacyRequest.objects.visible_to(user).filter(party=person_id)
    return list(seen.select_related("owner").order_by("-received_on", "-id"))


def erasure_of(party: Party) -> Erasure | None:
    """Return when a person was erased, by whom, and what was kept."""
    return Erasure.objects.filter(party=party).select_related("by").first()


def request_of(user: User, request_id: int) -> PrivacyRequest:
    """Return one request. Errors: Missing."""
    seen = PrivacyRequest.objects.visible_to(user).select_related("party", "owner")
    found = seen.filter(pk=request_id).first()
    if found is None:
        raise Missing
    return found
