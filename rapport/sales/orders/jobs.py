"""What follows for orders when something happened to their customer."""

from __future__ import annotations

from datetime import datetime

from rapport.core.access.models import User
from rapport.core.events.reactions import on
from rapport.core.search.rebuilding import rebuild
from rapport.customers.organizations.events import OrganizationEdited
from rapport.customers.people.events import PersonEdited
from rapport.sales.orders.models import Order

NAMES = {"family", "given", "legal_name", "trade_name", "latin_name"}


@on(PersonEdited)
def find_by_her_new_name(event: PersonEdited, *, by: User, at: datetime) -> None:
    """Let the orders of a person be found by the name she has now."""
    if NAMES & set(event.fields):
        _word_again(event.person_id)


@on(OrganizationEdited)
def find_by_its_new_name(event: OrganizationEdited, *, by: User, at: datetime) -> None:
    """Let the orders of a company be found by the name it has now."""
    if NAMES & set(event.fields):
        _word_again(event.organization_id)


def _word_again(party_id: int) -> None:
    rebuild("order", list(Order.objects.filter(party=party_id).values_list("pk", flat=True)))
