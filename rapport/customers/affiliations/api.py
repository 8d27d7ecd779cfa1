"""Who works where, over the API."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from rapport.core.access.caller import caller
from rapport.core.rest.conditional import if_match
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Day, Id, Input, Key, Text100
from rapport.customers.affiliations import actions, queries
from rapport.customers.affiliations.models import Affiliation
from rapport.customers.parties.models import Kind
from rapport.customers.parties.queries import party_of

router = Router(tags=["affiliations"])


class AffiliationFields(Input):
    """What a person is in an organization, and since when."""

    title: Text100 = ""
    department: Text100 = ""
    since: Day | None = None
    is_primary: bool = False


class AffiliationIn(AffiliationFields):
    """A place of a person in an organization; the first running one is the primary."""

    organization_id: Key


class AffiliationEdit(AffiliationFields):
    """What can be edited of a place; fields left out stay as they are, `until` as null opens it again."""

    until: Day | None = None


class EndIn(Input):
    """The last day; without one, today."""

    until: Day | None = None


class ManagerIn(Input):
    """The place of the one above, in the same organization; null for nobody."""

    reports_to_id: Key | None


class AffiliationOut(Schema):
    """A person's place in an organization; `reports_to_id` is the place of the one above."""

    id: int
    person_id: int
    organization_id: int
    title: str
    department: str
    reports_to_id: int | None
    since: date | None
    until: date | None
    is_primary: bool
    version: int


AFFILIATION = Resource(
    router, "/affiliations/{affiliation_id}", AffiliationOut, queries.affiliation_of
)


@router.get(
    "/people/{person_id}/affiliations",
    response=list[AffiliationOut],
    summary="List where a person works",
)
def list_affiliations(request: HttpRequest, person_id: Id) -> list[AffiliationOut]:
    """List where a person works and worked, the running places first."""
    person = party_of(caller(request), person_id, kind=Kind.PERSON)
    return [_told(one) for one in queries.places_of(caller(request), person.pk)]


@router.get(
    "/organizations/{organization_id}/affiliations",
    response=list[AffiliationOut],
    summary="List who works at a company",
)
def list_colleagues(request: HttpRequest, organization_id: Id) -> list[AffiliationOut]:
    """List the first 300 who work at a company, by name, as far as you may see them."""
    found = party_of(caller(request), organization_id, kind=Kind.ORGANIZATION)
    return [_told(one) for one in queries.people_of(caller(request), found.pk)[: queries.MOST]]


@AFFILIATION.post("/people/{person_id}/affiliations", "Say where a person works")
def post_affiliation(request: HttpRequest, person_id: Id, payload: AffiliationIn) -> Affiliation:
    """Say that a person works at an organization."""
    return actions.start_affiliation(
        person_id, by=caller(request), at=timezone.now(), **payload.model_dump()
    )


@AFFILIATION.get("Read an affiliation")
def get_affiliation(request: HttpRequest, affiliation_id: Id) -> None:
    """Read one place."""


@AFFILIATION.patch("Edit an affiliation")
def patch_affiliation(request: HttpRequest, affiliation_id: Id, payload: AffiliationEdit) -> None:
    """Change title, department, beginning or end, or make a place the primary one."""
    actions.edit_affiliation(
        affiliation_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        changes=payload.model_dump(exclude_unset=True),
    )


@AFFILIATION.verb("end", "End an affiliation")
def post_end_affiliation(request: HttpRequest, affiliation_id: Id, payload: EndIn) -> None:
    """Say that a person no longer works there; those below report to the one above."""
    actions.end_affiliation(
        affiliation_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        until=payload.until,
    )


@AFFILIATION.verb("set-manager", "Set the manager")
def post_set_manager(request: HttpRequest, affiliation_id: Id, payload: ManagerIn) -> None:
    """Say to whom a person reports in an organization."""
    actions.set_manager(
        affiliation_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        reports_to_id=payload.reports_to_id,
    )


def _told(row: Affiliation) -> AffiliationOut:
    return AffiliationOut.from_orm(row)
