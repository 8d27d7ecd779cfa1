"""Households, over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.rest.conditional import if_match
from rapport.core.rest.listing import Listing
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Filled200, Id, Input, Key, Text200
from rapport.customers.households import actions, queries
from rapport.customers.households.models import Household, Member

router = Router(tags=["households"])


class HouseholdIn(Input):
    """A household to form; without a name it is called after its head."""

    head_id: Key
    name: Text200 = ""


class HouseholdFields(Input):
    """What can be edited of a household; another member may head it."""

    name: Filled200 | None = None
    head_id: Key | None = None


class MemberIn(Input):
    """A person to add, and what she is in the household, seen from its head."""

    person_id: Key
    role: Literal["partner", "child", "parent", "other"] = "other"


class MemberOut(Schema):
    """A member of a household."""

    person_id: int
    role: str


class HouseholdRow(Schema):
    """A household in a list."""

    id: int
    name: str
    head_id: int
    version: int


class HouseholdOut(HouseholdRow):
    """A household with the members you may see."""

    created_at: datetime
    members: list[MemberOut]


ROWS = Listing(queries.HOUSEHOLDS, HouseholdRow, paths={"id": "pk", "name": "name"})


def _told(user: User, row: Household) -> HouseholdOut:
    members = [MemberOut.from_orm(one) for one in queries.members_of(user, [row.pk])]
    head = {name: getattr(row, name) for name in HouseholdOut.model_fields if name != "members"}
    return HouseholdOut(**head, members=members)


HOUSEHOLD = Resource(
    router, "/households/{household_id}", HouseholdOut, queries.household_of, _told
)

ROWS.serve(router, "/households", "households", "List the households whose head you may see.")


@HOUSEHOLD.post("/households", "Form a household")
def post_household(request: HttpRequest, payload: HouseholdIn) -> Household:
    """Form a household around a person."""
    return actions.form_household(
        payload.head_id, by=caller(request), at=timezone.now(), name=payload.name
    )


@HOUSEHOLD.get("Read a household")
def get_household(request: HttpRequest, household_id: Id) -> None:
    """Read one household with its members."""


@HOUSEHOLD.patch("Edit a household")
def patch_household(request: HttpRequest, household_id: Id, payload: HouseholdFields) -> None:
    """Rename a household, or let another member head it."""
    actions.edit_household(
        household_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        **payload.model_dump(),
    )


@router.delete("/households/{household_id}", response={204: None}, summary="Dissolve a household")
def delete_household(request: HttpRequest, household_id: Id) -> None:
    """End a household; the people in it stay."""
    actions.dissolve_households([household_id], by=caller(request), at=timezone.now())


@router.post(
    "/households/{household_id}/members", response={201: MemberOut}, summary="Add a member"
)
def post_member(request: HttpRequest, household_id: Id, payload: MemberIn) -> Member:
    """Add a person to a household; a person belongs to one at most."""
    return actions.add_member(
        household_id, by=caller(request), at=timezone.now(), **payload.model_dump()
    )


@router.delete(
    "/households/{household_id}/members/{person_id}",
    response={204: None},
    summary="Remove a member",
)
def delete_member(request: HttpRequest, household_id: Id, person_id: Id) -> None:
    """Take a person out of a household; without anybody it ends."""
    actions.remove_member(household_id, by=caller(request), at=timezone.now(), person_id=person_id)
