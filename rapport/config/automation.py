"""What automations can be made of: the lists, what happens to their records, and what can be done with these."""

from typing import Any

from django.utils.translation import pgettext_lazy

from rapport.core.automation.steps import of_verb
from rapport.core.automation.subjects import Occasion, Subject
from rapport.core.automation.telling import TELLING
from rapport.customers.consent.events import ConsentWithdrawn
from rapport.customers.contactpoints.events import ContactPointBounced
from rapport.customers.notes.events import NoteWritten
from rapport.customers.organizations.actions import edit_organization
from rapport.customers.organizations.bulk import VERBS as ORGANIZATION_VERBS
from rapport.customers.organizations.events import (
    OrganizationCreated,
    OrganizationEdited,
    OrganizationsEdited,
)
from rapport.customers.parties.bulk import ASSIGN, LIFECYCLE
from rapport.customers.parties.events import (
    LifecycleChanged,
    LifecyclesChanged,
    PartiesAssigned,
)
from rapport.customers.people.actions import edit_person
from rapport.customers.people.bulk import VERBS as PERSON_VERBS
from rapport.customers.people.events import PeopleEdited, PersonCreated, PersonEdited
from rapport.customers.tags.bulk import TAG, UNTAG
from rapport.customers.tags.events import PartiesTagged, PartiesUntagged
from rapport.sales.orders.events import OrderCancelled, OrderDelivered, OrderPlaced, OrderSettled
from rapport.touchpoints.interactions.events import (
    ComplaintOpened,
    ComplaintResolved,
    InteractionLogged,
)
from rapport.touchpoints.mail.automation import MAIL
from rapport.touchpoints.tasks.automation import TASK
from rapport.touchpoints.tasks.events import TaskFinished

OF_PARTIES = [
    Occasion(
        PartiesAssigned,
        pgettext_lazy("what happens", "gets another owner"),
        "user-share",
        of="party_ids",
    ),
    Occasion(PartiesTagged, pgettext_lazy("what happens", "is tagged"), "tag", of="party_ids"),
    Occasion(
        PartiesUntagged, pgettext_lazy("what happens", "loses a tag"), "tag-off", of="party_ids"
    ),
    Occasion(InteractionLogged, pgettext_lazy("what happens", "is in contact with us"), "phone"),
    Occasion(ComplaintOpened, pgettext_lazy("what happens", "complains"), "mood-sad"),
    Occasion(ComplaintResolved, pgettext_lazy("what happens", "has a complaint resolved"), "check"),
    Occasion(NoteWritten, pgettext_lazy("what happens", "gets a note"), "note"),
    Occasion(TaskFinished, pgettext_lazy("what happens", "has a task done"), "checkbox"),
    Occasion(
        ContactPointBounced,
        pgettext_lazy("what happens", "can no longer be reached at an address"),
        "alert-circle",
    ),
    Occasion(ConsentWithdrawn, pgettext_lazy("what happens", "withdraws consent"), "shield-off"),
    Occasion(OrderPlaced, pgettext_lazy("what happens", "places an order"), "shopping-cart"),
    Occasion(OrderDelivered, pgettext_lazy("what happens", "has an order delivered"), "package"),
    Occasion(OrderSettled, pgettext_lazy("what happens", "pays an order"), "cash"),
    Occasion(OrderCancelled, pgettext_lazy("what happens", "cancels an order"), "x"),
]
EDITS = [
    Occasion(LifecycleChanged, "", ""),
    Occasion(LifecyclesChanged, "", "", of="party_ids"),
    Occasion(PartiesAssigned, "", "", of="party_ids"),
]
STEPS = [TASK, MAIL, *map(of_verb, (ASSIGN, LIFECYCLE, TAG, UNTAG))]


def _set_person(person_id: int, values: dict[str, Any], **who: Any) -> object:
    return edit_person(person_id, changes={"custom": values}, **who)


def _set_organization(organization_id: int, values: dict[str, Any], **who: Any) -> object:
    return edit_organization(organization_id, changes={"custom": values}, **who)


PEOPLE = Subject(
    name="people",
    label=pgettext_lazy("automation", "People"),
    one=pgettext_lazy("automation", "a person"),
    page="people:open",
    occasions=[
        Occasion(PersonCreated, pgettext_lazy("what happens", "is added"), "user-plus"),
        Occasion(PersonEdited, pgettext_lazy("what happens", "is edited"), "pencil"),
        *OF_PARTIES,
    ],
    edits=[
        Occasion(PersonEdited, "", ""),
        Occasion(PeopleEdited, "", "", of="party_ids"),
        *EDITS,
    ],
    steps=[*STEPS, *map(of_verb, PERSON_VERBS), *TELLING],
    custom="person",
    set_custom=_set_person,
)
ORGANIZATIONS = Subject(
    name="organizations",
    label=pgettext_lazy("automation", "Companies"),
    one=pgettext_lazy("automation", "a company"),
    page="organizations:open",
    occasions=[
        Occasion(OrganizationCreated, pgettext_lazy("what happens", "is added"), "building"),
        Occasion(OrganizationEdited, pgettext_lazy("what happens", "is edited"), "pencil"),
        *OF_PARTIES,
    ],
    edits=[
        Occasion(OrganizationEdited, "", ""),
        Occasion(OrganizationsEdited, "", "", of="party_ids"),
        *EDITS,
    ],
    steps=[*STEPS, *map(of_verb, ORGANIZATION_VERBS), *TELLING],
    custom="organization",
    set_custom=_set_organization,
)
AUTOMATION = {one.name: one for one in (PEOPLE, ORGANIZATIONS)}
