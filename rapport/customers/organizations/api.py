"""Companies, over the API."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router

from rapport.core.errors import Missing
from rapport.core.rest.conditional import TAGGED, if_match, tagged
from rapport.core.rest.listing import Asked, AskedPage, Listing
from rapport.core.rest.schemas import (
    Count,
    Filled200,
    Id,
    Input,
    Key,
    Rows,
    Text50,
    Text100,
    Text200,
)
from rapport.core.rest.signin import caller
from rapport.customers.contactpoints.schemas import ContactIn, ContactOut, contacts_out
from rapport.customers.organizations.actions import (
    EDITABLE,
    create_organization,
    edit_organization,
)
from rapport.customers.organizations.lists import ORGANIZATIONS
from rapport.customers.organizations.models import Organization, Size
from rapport.customers.parties.models import Lifecycle
from rapport.customers.parties.schemas import PartyOut, PartyRow, party_values

router = Router(tags=["companies"])
Domains = Annotated[list[Filled200], Field(max_length=50)]
Contacts = Annotated[list[ContactIn], Field(max_length=20)]


class OrganizationFields(Input):
    """What can be edited of a company; fields left out stay as they are."""

    legal_name: Filled200 = ""
    trade_name: Text200 = ""
    latin_name: Text200 = ""
    tax_id: Text50 = ""
    industry: Text100 = ""
    size: Size | None = None
    domains: Domains = []
    parent_id: Key | None = None


class OrganizationIn(Input):
    """A company to add, with the ways to reach it."""

    legal_name: Filled200
    trade_name: Text200 = ""
    latin_name: Text200 = ""
    tax_id: Text50 = ""
    industry: Text100 = ""
    size: Size | None = None
    domains: Domains = []
    lifecycle: Lifecycle = Lifecycle.PROSPECT
    contacts: Contacts = []


class OrganizationOut(PartyOut):
    """A company with all contact points."""

    legal_name: str
    trade_name: str
    tax_id: str
    industry: str
    size: str
    domains: list[str]
    parent_id: int | None
    contacts: list[ContactOut]


class OrganizationRow(PartyRow):
    """A company in a list."""

    industry: str
    size: str


ROWS = Listing(ORGANIZATIONS, OrganizationRow)


@router.get("/organizations", response=Rows[OrganizationRow], summary="List companies")
def list_organizations(request: HttpRequest, asked: Query[AskedPage]) -> HttpResponse:
    """List the companies you may see, with the filters of the list's page."""
    return ROWS.page(request, asked)


@router.get("/organizations/count", response=Count, summary="Count companies")
def count_organizations(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Count the companies that match."""
    return ROWS.count(request, asked)


@router.post(
    "/organizations",
    response={201: OrganizationOut},
    openapi_extra=TAGGED,
    summary="Add a company",
)
def post_organization(request: HttpRequest, payload: OrganizationIn) -> HttpResponse:
    """Add a company. It belongs to whoever adds it."""
    fields = payload.model_dump(exclude={"contacts"})
    contacts = [contact.contact() for contact in payload.contacts]
    organization = create_organization(
        by=caller(request), at=timezone.now(), contacts=contacts, **fields
    )
    organization.party.refresh_from_db(fields=["version"])
    return _told(request, organization, status=201)


@router.get(
    "/organizations/{organization_id}",
    response=OrganizationOut,
    openapi_extra=TAGGED,
    summary="Read a company",
)
def get_organization(request: HttpRequest, organization_id: Id) -> HttpResponse:
    """Read one company."""
    return _answer(request, organization_id)


@router.patch(
    "/organizations/{organization_id}",
    response=OrganizationOut,
    openapi_extra=TAGGED,
    summary="Edit a company",
)
def patch_organization(
    request: HttpRequest, organization_id: Id, payload: OrganizationFields
) -> HttpResponse:
    """Change some fields of a company."""
    edit_organization(
        organization_id,
        by=caller(request),
        at=timezone.now(),
        changes=payload.model_dump(exclude_unset=True),
        version=if_match(request),
    )
    return _answer(request, organization_id)


def _answer(request: HttpRequest, organization_id: int) -> HttpResponse:
    visible = Organization.objects.visible_to(caller(request))
    found = visible.select_related("party").filter(pk=organization_id).first()
    if found is None:
        raise Missing
    return _told(request, found)


def _told(request: HttpRequest, found: Organization, *, status: int = 200) -> HttpResponse:
    own = {name: getattr(found, name) for name in EDITABLE if name != "latin_name"}
    values = party_values(found.party) | own
    answer = OrganizationOut(**values, contacts=contacts_out(found.pk))
    location = f"/api/v1/organizations/{found.pk}" if status == 201 else ""
    return tagged(request, answer, found.party.version, status=status, location=location)
