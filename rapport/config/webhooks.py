"""What webhooks can be told, in the order in which it is offered. docs/webhooks.md says what each message holds."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rapport.catalog.products import events as products
from rapport.catalog.products.api import PRODUCT
from rapport.core.automation.events import AutomationActed
from rapport.core.events.events import Event
from rapport.core.imports.events import RowsImported
from rapport.core.rest.resource import Resource
from rapport.core.webhooks.feeds import Feed
from rapport.customers.accounts import events as accounts
from rapport.customers.accounts.api import ACCOUNT
from rapport.customers.affiliations import events as affiliations
from rapport.customers.consent import events as consent
from rapport.customers.contactpoints import events as contactpoints
from rapport.customers.merges import events as merges
from rapport.customers.notes import events as notes
from rapport.customers.notes.api import NOTE
from rapport.customers.organizations import events as organizations
from rapport.customers.organizations.api import ORGANIZATION
from rapport.customers.parties import events as parties
from rapport.customers.parties.api import PARTY
from rapport.customers.parties.models import Party
from rapport.customers.people import events as people
from rapport.customers.people.api import PERSON
from rapport.customers.tags import events as tags
from rapport.sales.creditnotes.events import OrderCredited
from rapport.sales.orders import events as orders
from rapport.sales.orders.api import ORDER
from rapport.touchpoints.interactions import events as interactions
from rapport.touchpoints.interactions.api import INTERACTION
from rapport.touchpoints.mail import events as mails
from rapport.touchpoints.mail.api import MAIL
from rapport.touchpoints.tasks import events as tasks
from rapport.touchpoints.tasks.api import TASK

Offered = dict[type[Event], str | Promise]


def _told(room: str, record: Resource[Any], offered: Offered, *, of: str = "") -> list[Feed]:
    """Return events that are told with the record they are about."""
    return [Feed(event, label, room, record=record.told, of=of) for event, label in offered.items()]


def _of_many(offered: Offered) -> list[Feed]:
    """Return events about many customers, of whom those are named that the owner sees."""
    about = {"party_ids": Party}
    return [Feed(event, label, "customers", about=about) for event, label in offered.items()]


CUSTOMERS = [
    *_told(
        "customers",
        PERSON,
        {people.PersonCreated: _("Person added"), people.PersonEdited: _("Person edited")},
    ),
    *_told(
        "customers",
        ORGANIZATION,
        {
            organizations.OrganizationCreated: _("Company added"),
            organizations.OrganizationEdited: _("Company edited"),
        },
    ),
    *_told("customers", PARTY, {parties.LifecycleChanged: _("Lifecycle changed")}),
    *_of_many(
        {
            parties.PartiesAssigned: _("Customers got another owner"),
            tags.PartiesTagged: _("Customers tagged"),
            tags.PartiesUntagged: _("Tag taken off customers"),
            parties.PartiesTrashed: _("Customers moved to the trash"),
            parties.PartiesRestored: _("Customers restored from the trash"),
        }
    ),
    *_told(
        "customers",
        PARTY,
        {
            contactpoints.ContactPointAdded: _("Number or address added"),
            contactpoints.ContactPointEdited: _("Number or address edited"),
            contactpoints.ContactPointBounced: _("Number or address failed"),
            contactpoints.ContactPointRemoved: _("Number or address removed"),
            consent.ConsentGiven: _("Consent given"),
            consent.ConsentWithdrawn: _("Consent withdrawn"),
        },
        of="party_id",
    ),
    *_told(
        "customers",
        PERSON,
        {
            affiliations.AffiliationStarted: _("Job at a company begun"),
            affiliations.AffiliationEnded: _("Job at a company ended"),
        },
        of="person_id",
    ),
    *_told(
        "customers",
        ACCOUNT,
        {
            accounts.AccountOpened: _("Account opened"),
            accounts.AccountEdited: _("Account edited"),
            accounts.AccountClosed: _("Account closed"),
        },
    ),
    *_told(
        "customers",
        NOTE,
        {notes.NoteWritten: _("Note written"), notes.NoteEdited: _("Note edited")},
    ),
    *_told(
        "customers",
        PARTY,
        {
            merges.PartiesMerged: _("Records merged"),
            merges.PartiesUnmerged: _("Merge undone"),
        },
        of="survivor_id",
    ),
]
TOUCHPOINTS = [
    *_told(
        "touchpoints",
        INTERACTION,
        {
            interactions.InteractionLogged: _("Contact logged"),
            interactions.InteractionEdited: _("Contact edited"),
            interactions.ComplaintOpened: _("Complaint opened"),
            interactions.ComplaintResolved: _("Complaint resolved"),
        },
    ),
    *_told(
        "touchpoints",
        MAIL,
        {
            mails.MailWritten: _("Mail written"),
            mails.MailSent: _("Mail sent"),
            mails.MailFailed: _("Mail not sent"),
            mails.MailCancelled: _("Mail cancelled"),
        },
    ),
    *_told(
        "touchpoints",
        TASK,
        {
            tasks.TaskCreated: _("Task added"),
            tasks.TaskEdited: _("Task edited"),
            tasks.TaskReassigned: _("Task given to another colleague"),
            tasks.TaskFinished: _("Task done"),
            tasks.TaskReopened: _("Task reopened"),
        },
    ),
]
CATALOG = _told(
    "catalog",
    PRODUCT,
    {
        products.ProductCreated: _("Product added"),
        products.ProductEdited: _("Product edited"),
        products.ProductRetired: _("Product no longer sold"),
        products.ProductReinstated: _("Product sold again"),
    },
)
SALES = _told(
    "sales",
    ORDER,
    {
        orders.OrderPlaced: _("Order placed"),
        orders.OrderEdited: _("Order edited"),
        orders.OrderDelivered: _("Order delivered"),
        orders.OrderReturned: _("Rental returned"),
        orders.OrderCancelled: _("Order cancelled"),
        orders.OrderSettled: _("Order paid"),
        OrderCredited: _("Credit note written"),
    },
)
CORE = [
    Feed(RowsImported, _("Rows imported"), "core", right="core.import_data"),
    *_told("core", PARTY, {AutomationActed: _("Automation tells of a customer")}, of="party_id"),
]
WEBHOOKS = {feed.name: feed for feed in [*CUSTOMERS, *TOUCHPOINTS, *CATALOG, *SALES, *CORE]}
