"""Households, over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema, Status

from rapport.core.rest.conditional import TAGGED, if_match, tagged
from rapport.core.rest.listing import Asked, AskedPage, Listing
from rapport.core.rest.schemas import Count, Filled200, Id, Input, Key, Rows, Text200
from rapport.core.rest.signin import caller
from rapport.customers.households import actions, queries

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


@router.get("/households", response=Rows[HouseholdRow], summary="List households")
def list_households(request: HttpRequest, asked: Query[AskedPage]) -> HttpResponse:
    """List the households whose head you may see."""
    return ROWS.page(request, asked)


@router.get("/households/count", response=Count, summary="Count households")
def count_households(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Count the households that match."""
    return ROWS.count(request, asked)


@router.post(
    "/households", response={201: HouseholdOut}, openapi_extra=TAGGED, summary="Form a household"
)
def post_household(request: HttpRequest, payload: HouseholdIn) -> HttpResponse:
    """Form a household around a person."""
    made = actions.form_household(
        payload.head_id, by=caller(request), at=timezone.now(), name=payload.name
    )
    return _answer(request, made.pk, status=201)


@router.get(
    "/households/{household_id}",
    response=HouseholdOut,
    openapi_extra=TAGGED,
    summary="Read a household",
)
def get_household(request: HttpRequest, household_id: Id) -> HttpResponse:
    """Read one household with its members."""
    return _answer(request, household_id)


@router.patch(
    "/households/{household_id}",
    response=HouseholdOut,
    openapi_extra=TAGGED,
    summary="Edit a household",
)
def patch_household(
    request: HttpRequest, household_id: Id, payload: HouseholdFields
) -> HttpResponse:
    """Rename a household, or let another member head it."""
    actions.edit_household(
        household_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        **payload.model_dump(),
    )
    return _answer(request, household_id)


@router.delete("/households/{household_id}", response={204: None}, summary="Dissolve a household")
def delete_household(request: HttpRequest, household_id: Id) -> Status[None]:
    """End a household; the people in it stay."""
    actions.dissolve_households([household_id], by=caller(request), at=timezone.now())
    return Status(204, None)


@router.post(
    "/households/{household_id}/members", response={201: MemberOut}, summary="Add a member"
)
def post_member(request: HttpRequest, household_id: Id, payload: MemberIn) -> Status[MemberOut]:
    """Add a person to a household; a person belongs to one at most."""
    member = actions.add_member(
        household_id, by=caller(request), at=timezone.now(), **payload.model_dump()
    )
    return Status(201, MemberOut.from_orm(member))


@router.delete(
    "/households/{household_id}/members/{person_id}",
    response={204: None},
    summary="Remove a member",
)
def delete_member(request: HttpRequest, household_id: Id, person_id: Id) -> Status[None]:
    """Take a person out of a household; without anybody it ends."""
    actions.remove_member(household_id, by=caller(request), at=timezone.now(), person_id=person_id)
    return Status(204, None)


def _answer(request: HttpRequest, household_id: int, *, status: int = 200) -> HttpResponse:
    row = queries.household_of(caller(request), household_id)
    members = queries.members_of(caller(request), [row.pk])
    answer = HouseholdOut(
        id=row.pk,
        name=row.name,
        head_id=row.head_id,
        version=row.version,
        created_at=row.created_at,
        members=[MemberOut.from_orm(one) for one in members],
    )
    location = f"/api/v1/households/{row.pk}" if status == 201 else ""
    return tagged(request, answer, row.version, status=status, location=location)
