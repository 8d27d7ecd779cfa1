"""People, over the API."""

from __future__ import annotations

from datetime import date
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
from rapport.core.rest.schemas import Day, Id, Input, Text10, Text50, Text100, Text200
from rapport.customers.contactpoints.schemas import ContactIn, ContactOut, contacts_out
from rapport.customers.parties.models import Lifecycle
from rapport.customers.parties.schemas import PartyOut, PartyRow, party_values
from rapport.customers.people.actions import FIELDS, create_person, edit_person
from rapport.customers.people.lists import PEOPLE
from rapport.customers.people.models import Education, Gender, Honorific, IncomeBand, Person
from rapport.customers.people.queries import person_of

router = Router(tags=["people"])
Contacts = Annotated[list[ContactIn], Field(max_length=20)]


class PersonFields(Input):
    """What can be edited of a person; fields left out stay as they are, null empties one."""

    family: Text100 = ""
    given: Text100 = ""
    latin_name: Text200 = ""
    honorific: Honorific | None = None
    gender: Gender | None = None
    born_on: Day | None = None
    education: Education | None = None
    income_band: IncomeBand | None = None
    locale: Text10 = ""
    timezone: Text50 = ""
    custom: Custom = {}


class PersonIn(PersonFields):
    """A person to add, with the ways to reach her. `force` adds her also where she looks the same as somebody who is here."""

    lifecycle: Lifecycle = Lifecycle.PROSPECT
    contacts: Contacts = []
    force: bool = False


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


def _told(user: User, person: Person) -> PersonOut:
    values = party_values(person.party, user) | {name: getattr(person, name) for name in FIELDS}
    return PersonOut(**values, contacts=contacts_out(person.party))


ROWS = Listing(
    PEOPLE,
    PersonRow,
    told={"custom": partial(telling, entity="person")},
    read={"custom": partial(values_for, entity="person")},
)
PERSON = Resource(
    router,
    "/people/{person_id}",
    PersonOut,
    person_of,
    _told,
    version=attrgetter("party.version"),
    freshen=None,
)


ROWS.serve(
    router, "/people", "people", "List the people you may see, with the filters of the list's page."
)


@PERSON.post("/people", "Add a person")
def post_person(request: HttpRequest, payload: PersonIn) -> Person:
    """Add a person. She belongs to whoever adds her. Whom she looks the same as is told by 409, unless it is forced."""
    fields = payload.model_dump(exclude={"contacts"})
    contacts = [contact.contact() for contact in payload.contacts]
    return create_person(by=caller(request), at=timezone.now(), contacts=contacts, **fields)


@PERSON.get("Read a person")
def get_person(request: HttpRequest, person_id: Id) -> None:
    """Read one person."""


@PERSON.patch("Edit a person")
def patch_person(request: HttpRequest, person_id: Id, payload: PersonFields) -> None:
    """Change some fields of a person."""
    edit_person(
        person_id,
        by=caller(request),
        at=timezone.now(),
        changes=payload.model_dump(exclude_unset=True),
        version=if_match(request),
    )
