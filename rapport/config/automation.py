"""What automations can be made of: the lists, what happens to their records, and what can be done with these."""

from typing import Any

from django.utils.translation import pgettext_lazy

from rapport.catalog.products.events import (
    ProductCreated,
    ProductEdited,
    ProductReinstated,
    ProductRetired,
)
from rapport.core.automation.steps import of_verb, through
from rapport.core.automation.subjects import Occasion, Subject
from rapport.core.automation.telling import TELLING, TELLING_OF_NOBODYS
from rapport.customers.consent.events import ConsentWithdrawn
from rapport.customers.contactpoints.events import ContactPointBounced
from rapport.customers.households.events import (
    HouseholdEdited,
    HouseholdFormed,
    MemberAdded,
    MemberRemoved,
)
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
from rapport.sales.orders.events import (
    OrderCancelled,
    OrderDelivered,
    OrderEdited,
    OrderPlaced,
    OrderReturned,
    OrderSettled,
)
from rapport.touchpoints.interactions.events import (
    ComplaintOpened,
    ComplaintResolved,
    InteractionLogged,
)
from rapport.touchpoints.mail.automation import MAIL
from rapport.touchpoints.tasks.automation import TASK
from rapport.touchpoints.tasks.bulk import VERBS as TASK_VERBS
from rapport.touchpoints.tasks.events import (
    TaskCreated,
    TaskEdited,
    TaskFinished,
    TaskReassigned,
    TaskReopened,
    TasksCreated,
    TasksEdited,
    TasksFinished,
    TasksReassigned,
)

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
    Occasion(
        TaskFinished,
        pgettext_lazy("what happens", "has a task done"),
        "checkbox",
        many=Occasion(TasksFinished, "", "", of="party_ids"),
    ),
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
# what is done with the customer of an order, and with who heads a household
_TASK, _TAG = (
    pgettext_lazy("automation", "Task for the customer"),
    pgettext_lazy("automation", "Tag the customer"),
)
HOUSEHOLDS = Subject(
    name="households",
    label=pgettext_lazy("automation", "Households"),
    one=pgettext_lazy("automation", "a household"),
    page="households:open",
    occasions=[
        Occasion(
            HouseholdFormed, pgettext_lazy("what happens", "is formed"), "home", "household_id"
        ),
        Occasion(
            HouseholdEdited, pgettext_lazy("what happens", "is edited"), "pencil", "household_id"
        ),
        Occasion(
            MemberAdded, pgettext_lazy("what happens", "gets a member"), "user-plus", "household_id"
        ),
        Occasion(
            MemberRemoved,
            pgettext_lazy("what happens", "loses a member"),
            "user-minus",
            "household_id",
        ),
    ],
    edits=[],
    steps=[
        through(TASK, "head__party_id", pgettext_lazy("automation", "Task for its head")),
        through(of_verb(TAG), "head__party_id", pgettext_lazy("automation", "Tag its head")),
        *TELLING,
    ],
    owner="head__party__owner_id",
    is_party=False,
    at_once=1,
)
TASKS = Subject(
    name="tasks",
    label=pgettext_lazy("automation", "Tasks"),
    one=pgettext_lazy("automation", "a task"),
    page="tasks:open",
    occasions=[
        Occasion(
            TaskCreated,
            pgettext_lazy("what happens", "is added"),
            "plus",
            "task_id",
            Occasion(TasksCreated, "", "", "task_ids"),
        ),
        Occasion(
            TaskFinished,
            pgettext_lazy("what happens", "is done"),
            "check",
            "task_id",
            Occasion(TasksFinished, "", "", "task_ids"),
        ),
        Occasion(
            TaskReopened,
            pgettext_lazy("what happens", "is to be done again"),
            "arrow-back-up",
            "task_id",
        ),
        Occasion(
            TaskReassigned,
            pgettext_lazy("what happens", "is given to another colleague"),
            "user-share",
            "task_id",
            Occasion(TasksReassigned, "", "", "task_ids"),
        ),
    ],
    edits=[
        Occasion(TaskEdited, "", "", "task_id", Occasion(TasksEdited, "", "", "task_ids")),
        Occasion(TaskReassigned, "", "", "task_id", Occasion(TasksReassigned, "", "", "task_ids")),
    ],
    steps=[*map(of_verb, TASK_VERBS), *TELLING],
    owner="assignee_id",
    is_party=False,
)
ORDERS = Subject(
    name="orders",
    label=pgettext_lazy("automation", "Orders"),
    one=pgettext_lazy("automation", "an order"),
    page="orders:open",
    occasions=[
        Occasion(
            OrderPlaced, pgettext_lazy("what happens", "is placed"), "shopping-cart", "order_id"
        ),
        Occasion(OrderEdited, pgettext_lazy("what happens", "is edited"), "pencil", "order_id"),
        Occasion(
            OrderDelivered, pgettext_lazy("what happens", "is delivered"), "package", "order_id"
        ),
        Occasion(
            OrderReturned, pgettext_lazy("what happens", "comes back"), "arrow-back-up", "order_id"
        ),
        Occasion(OrderSettled, pgettext_lazy("what happens", "is paid"), "cash", "order_id"),
        Occasion(OrderCancelled, pgettext_lazy("what happens", "is cancelled"), "x", "order_id"),
    ],
    edits=[],
    steps=[through(TASK, "party_id", _TASK), through(of_verb(TAG), "party_id", _TAG), *TELLING],
    is_party=False,
    at_once=1,
)
PRODUCTS = Subject(
    name="products",
    label=pgettext_lazy("automation", "Products"),
    one=pgettext_lazy("automation", "a product"),
    page="products:open",
    occasions=[
        Occasion(ProductCreated, pgettext_lazy("what happens", "is added"), "plus"),
        Occasion(ProductEdited, pgettext_lazy("what happens", "is edited"), "pencil"),
        Occasion(
            ProductRetired, pgettext_lazy("what happens", "is taken off sale"), "calendar-off"
        ),
        Occasion(
            ProductReinstated, pgettext_lazy("what happens", "is sold again"), "arrow-back-up"
        ),
    ],
    edits=[],
    steps=TELLING_OF_NOBODYS,
    owner="",
    is_party=False,
)
ALL = (PEOPLE, ORGANIZATIONS, HOUSEHOLDS, TASKS, ORDERS, PRODUCTS)
AUTOMATION = {one.name: one for one in ALL}
