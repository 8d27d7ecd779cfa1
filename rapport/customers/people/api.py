"""People, over the API."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router

from rapport.core.errors import Missing
from rapport.core.rest.conditional import TAGGED, if_match, tagged
from rapport.core.rest.listing import Asked, AskedPage, Listing
from rapport.core.rest.schemas import Count, Id, Input, Rows, Text10, Text50, Text100, Text200
from rapport.core.rest.signin import caller
from rapport.customers.contactpoints.schemas import ContactIn, ContactOut, contacts_out
from rapport.customers.parties.models import Lifecycle
from rapport.customers.parties.schemas import PartyOut, PartyRow, party_values
from rapport.customers.people.actions import FIELDS, create_person, edit_person
from rapport.customers.people.lists import PEOPLE
from rapport.customers.people.models import Education, Gender, Honorific, IncomeBand, Person

router = Router(tags=["people"])
Contacts = Annotated[list[ContactIn], Field(max_length=20)]


class PersonFields(Input):
    """What can be edited of a person; fields left out stay as they are, null empties one."""

    family: Text100 = ""
    given: Text100 = ""
    latin_name: Text200 = ""
    honorific: Honorific | None = None
    gender: Gender | None = None
    born_on: date | None = None
    education: Education | None = None
    income_band: IncomeBand | None = None
    locale: Text10 = ""
    timezone: Text50 = ""


class PersonIn(PersonFields):
    """A person to add, with the ways to reach her."""

    lifecycle: Lifecycle = Lifecycle.PROSPECT
    contacts: Contacts = []


class PersonOut(PartyOut):
    """A person with all contact points."""

    family: str
    given: str
    honorific: str
    gender: str
    born_on: date | None
    education: str
    income_band: str
    locale: str
    timezone: str
    contacts: list[ContactOut]


class PersonRow(PartyRow):
    """A person in a list."""


ROWS = Listing(PEOPLE, PersonRow)


@router.get("/people", response=Rows[PersonRow], summary="List people")
def list_people(request: HttpRequest, asked: Query[AskedPage]) -> HttpResponse:
    """List the people you may see, with the filters of the list's page."""
    return ROWS.page(request, asked)


@router.get("/people/count", response=Count, summary="Count people")
def count_people(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Count the people that match."""
    return ROWS.count(request, asked)


@router.post("/people", response={201: PersonOut}, openapi_extra=TAGGED, summary="Add a person")
def post_person(request: HttpRequest, payload: PersonIn) -> HttpResponse:
    """Add a person. She belongs to whoever adds her."""
    fields = payload.model_dump(exclude={"contacts"})
    contacts = [contact.contact() for contact in payload.contacts]
    person = create_person(by=caller(request), at=timezone.now(), contacts=contacts, **fields)
    person.party.refresh_from_db(fields=["version"])
    return _told(request, person, status=201)


@router.get(
    "/people/{person_id}", response=PersonOut, openapi_extra=TAGGED, summary="Read a person"
)
def get_person(request: HttpRequest, person_id: Id) -> HttpResponse:
    """Read one person."""
    return _answer(request, person_id)


@router.patch(
    "/people/{person_id}", response=PersonOut, openapi_extra=TAGGED, summary="Edit a person"
)
def patch_person(request: HttpRequest, person_id: Id, payload: PersonFields) -> HttpResponse:
    """Change some fields of a person."""
    edit_person(
        person_id,
        by=caller(request),
        at=timezone.now(),
        changes=payload.model_dump(exclude_unset=True),
        version=if_match(request),
    )
    return _answer(request, person_id)


def _answer(request: HttpRequest, person_id: int) -> HttpResponse:
    visible = Person.objects.visible_to(caller(request))
    person = visible.select_related("party").filter(pk=person_id).first()
    if person is None:
        raise Missing
    return _told(request, person)


def _told(request: HttpRequest, person: Person, *, status: int = 200) -> HttpResponse:
    values = party_values(person.party) | {name: getattr(person, name) for name in FIELDS}
    answer = PersonOut(**values, contacts=contacts_out(person.pk))
    location = f"/api/v1/people/{person.pk}" if status == 201 else ""
    return tagged(request, answer, person.party.version, status=status, location=location)
