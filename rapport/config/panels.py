"""What the 360° page shows of each room, in its order: panels, talking points, next steps."""

from django.utils.translation import gettext_lazy as _

from rapport.customers.consent.points import withdrawn
from rapport.customers.parties.panels import Act, Panel, Record
from rapport.customers.parties.points import birthday, quiet
from rapport.sales.orders.points import bought, coming, delivered, lent
from rapport.touchpoints.interactions.points import complaint
from rapport.touchpoints.mail.points import troubled
from rapport.touchpoints.tasks.events import TOLD as TASKS
from rapport.touchpoints.tasks.steps import planned

PERSON, ORGANIZATION = ("person",), ("organization",)

# the events after which a part of an open page is loaded anew
CONTACTS = (
    "ContactPointAdded,ContactPointEdited,ContactPointRemoved,ContactPointVerified,"
    "ContactPointBounced"
)
ORDERS = (
    "OrderPlaced,OrderEdited,OrderDelivered,OrderReturned,OrderCancelled,OrderSettled,OrderCredited"
)
CONSENT = "ConsentGiven,ConsentWithdrawn,AddressSuppressed"
JOBS = "AffiliationStarted,AffiliationEdited,AffiliationEnded,ManagerSet"
HOUSEHOLDS = "HouseholdFormed,HouseholdEdited,MemberAdded,MemberRemoved"
PERSON_EDITS = "PersonEdited,PeopleEdited,LifecycleChanged,LifecyclesChanged,PartiesAssigned"
ORGANIZATION_EDITS = (
    "OrganizationEdited,OrganizationsEdited,LifecycleChanged,LifecyclesChanged,PartiesAssigned"
)
NOTES = "NoteWritten,NoteEdited,NoteDeleted"
RELATIONS = "PartiesRelated,RelationEnded"
ACCOUNTS = "AccountOpened,AccountEdited,AccountClosed"
TAGS = "PartiesTagged,PartiesUntagged"
MAILS = "MailSent,MailFailed,MailCancelled"
TALKS = "InteractionLogged,InteractionEdited,InteractionTrashed,ComplaintOpened,ComplaintResolved"

PANELS = Record(
    main=[Panel(_("Timeline"), "timeline:open")],
    panels=[
        Panel(_("Reach"), "contactpoints:panel", refresh_on=CONTACTS),
        Panel(_("Orders"), "orders:panel", "sales.view_order", refresh_on=ORDERS),
        Panel(_("Tasks"), "tasks:panel", "touchpoints.view_task", refresh_on=TASKS),
        Panel(_("Consent"), "consent:panel", refresh_on=CONSENT),
        Panel(_("Employment"), "affiliations:places", kinds=PERSON, refresh_on=JOBS, others=True),
        Panel(_("People"), "affiliations:people", kinds=ORGANIZATION, refresh_on=JOBS, others=True),
        Panel(
            _("Group"),
            "organizations:group",
            kinds=ORGANIZATION,
            refresh_on="OrganizationEdited",
            others=True,
        ),
        Panel(_("Household"), "households:panel", kinds=PERSON, refresh_on=HOUSEHOLDS, others=True),
        Panel(_("Details"), "people:details", kinds=PERSON, refresh_on=PERSON_EDITS),
        Panel(
            _("Details"), "organizations:details", kinds=ORGANIZATION, refresh_on=ORGANIZATION_EDITS
        ),
        Panel(_("Notes"), "notes:panel", refresh_on=NOTES),
        Panel(_("Relations"), "relations:panel", refresh_on=RELATIONS, others=True),
        Panel(
            _("Referred to by"),
            "customfields:referring",
            arguments=lambda party_id: ("party", party_id),
            refresh_on=f"{PERSON_EDITS},OrganizationEdited",
            others=True,
        ),
        Panel(_("Accounts"), "accounts:panel", refresh_on=ACCOUNTS),
        Panel(_("Tags"), "tags:panel", refresh_on=TAGS),
        Panel(_("Findings"), "traits:panel", refresh_on="TraitsSet"),
        Panel(_("Files"), "files:panel", arguments=lambda party_id: ("party", party_id)),
        Panel(_("History"), "parties:history", refresh_on=f"{PERSON_EDITS},{ORGANIZATION_EDITS}"),
    ],
    points=[complaint, troubled, lent, delivered, coming, birthday, withdrawn, quiet, bought],
    steps=[planned],
    act=Act(_("Log"), "interactions:log", "pencil", "touchpoints.log_interaction"),
    mail=Act(_("E-mail"), "mail:write", "mail", "touchpoints.write_mail"),
    points_refresh_on=f"{TALKS},{MAILS},{ORDERS},{TASKS},{CONSENT},Undone",
)
