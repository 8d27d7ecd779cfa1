"""Companies, over the API."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Router

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.customfields.queries import telling, values_for
from rapport.core.customfields.schemas import Custom
from rapport.core.rest.conditional import if_match
from rapport.core.rest.listing import Listing
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import (
    Filled200,
    Id,
    Input,
    Key,
    Text50,
    Text100,
    Text200,
)
from rapport.customers.contactpoints.schemas import ContactIn, ContactOut, contacts_out
from rapport.customers.organizations.actions import (
    EDITABLE,
    create_organization,
    edit_organization,
)
from rapport.customers.organizations.lists import ORGANIZATIONS
from rapport.customers.organizations.models import Organization, Size
from rapport.customers.organizations.queries import organization_of
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
    custom: Custom = {}


class OrganizationIn(Input):
    """A company to add, with the ways to reach it. `force` adds it also where it looks the same as one that is here."""

    legal_name: Filled200
    trade_name: Text200 = ""
    latin_name: Text200 = ""
    tax_id: Text50 = ""
    industry: Text100 = ""
    size: Size | None = None
    domains: Domains = []
    lifecycle: Lifecycle = Lifecycle.PROSPECT
    contacts: Contacts = []
    custom: Custom = {}
    force: bool = False


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


def _told(user: User, found: Organization) -> OrganizationOut:
    own = {name: getattr(found, name) for name in EDITABLE if name != "latin_name"}
    return OrganizationOut(
        **party_values(found.party, user), **own, contacts=contacts_out(found.party)
    )


ROWS = Listing(
    ORGANIZATIONS,
    OrganizationRow,
    told={"custom": partial(telling, entity="organization")},
    read={"custom": partial(values_for, entity="organization")},
)
ORGANIZATION = Resource(
    router,
    "/organizations/{organization_id}",
    OrganizationOut,
    organization_of,
    _told,
    version=attrgetter("party.version"),
    freshen=None,
)


ROWS.serve(
    router,
    "/organizations",
    "companies",
    "List the companies you may see, with the filters of the list's page.",
)


@ORGANIZATION.post("/organizations", "Add a company")
def post_organization(request: HttpRequest, payload: OrganizationIn) -> Organization:
    """Add a company. It belongs to whoever adds it. Which it looks the same as is told by 409, unless it is forced."""
    fields = payload.model_dump(exclude={"contacts"})
    contacts = [contact.contact() for contact in payload.contacts]
    return create_organization(by=caller(request), at=timezone.now(), contacts=contacts, **fields)


@ORGANIZATION.get("Read a company")
def get_organization(request: HttpRequest, organization_id: Id) -> None:
    """Read one company."""


@ORGANIZATION.patch("Edit a company")
def patch_organization(
    request: HttpRequest, organization_id: Id, payload: OrganizationFields
) -> None:
    """Change some fields of a company."""
    edit_organization(
        organization_id,
        by=caller(request),
        at=timezone.now(),
        changes=payload.model_dump(exclude_unset=True),
        version=if_match(request),
    )
