"""The verbs that people and companies share, over the API."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from rapport.core.access.caller import caller
from rapport.core.rest.conditional import if_match
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Id, Input, Key
from rapport.customers.parties.actions import (
    assign_parties,
    change_lifecycle,
    restore_parties,
    trash_parties,
)
from rapport.customers.parties.models import Lifecycle
from rapport.customers.parties.queries import party_of
from rapport.customers.parties.schemas import PartyOut

router = Router(tags=["people and companies"])


class LifecycleIn(Input):
    """Where a party stands."""

    lifecycle: Lifecycle


class OwnerIn(Input):
    """To whom a party is given."""

    owner_id: Key


PARTY = Resource(router, "/parties/{party_id}", PartyOut, party_of)


@PARTY.get("Read a party")
def get_party(request: HttpRequest, party_id: Id) -> None:
    """Read what people and companies have in common, whatever kind it is."""


@PARTY.verb("change-lifecycle", "Change the lifecycle")
def post_change_lifecycle(request: HttpRequest, party_id: Id, payload: LifecycleIn) -> None:
    """Say where a party stands: prospect, customer or former."""
    change_lifecycle(
        party_id,
        by=caller(request),
        at=timezone.now(),
        lifecycle=payload.lifecycle,
        version=if_match(request),
    )


@PARTY.verb("assign", "Assign")
def post_assign_party(request: HttpRequest, party_id: Id, payload: OwnerIn) -> None:
    """Give a party to another owner; without content when by that you no longer see it."""
    assign_parties([party_id], by=caller(request), at=timezone.now(), owner_id=payload.owner_id)


@PARTY.verb("trash", "Move to the trash")
def post_trash_party(request: HttpRequest, party_id: Id) -> None:
    """Move a party to the trash, where it stays for 30 days."""
    trash_parties([party_id], by=caller(request), at=timezone.now())


@PARTY.verb("restore", "Restore")
def post_restore_party(request: HttpRequest, party_id: Id) -> None:
    """Take a party out of the trash."""
    restore_parties([party_id], by=caller(request), at=timezone.now())
