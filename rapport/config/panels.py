"""What the 360° page shows of each room, in its order: panels, talking points, next steps."""

from django.utils.translation import gettext_lazy as _

from rapport.customers.consent.points import withdrawn
from rapport.customers.parties.panels import Panel, Record
from rapport.customers.parties.points import birthday, quiet
from rapport.sales.orders.points import bought, coming, delivered, lent
from rapport.touchpoints.interactions.points import complaint
from rapport.touchpoints.tasks.steps import planned

PERSON, ORGANIZATION = ("person",), ("organization",)

PANELS = Record(
    main=[Panel(_("Timeline"), "timeline:open")],
    panels=[
        Panel(_("Reach"), "contactpoints:panel"),
        Panel(_("Orders"), "orders:panel", "sales.view_order"),
        Panel(_("Tasks"), "tasks:panel", "touchpoints.view_task"),
        Panel(_("Consent"), "consent:panel"),
        Panel(_("Employment"), "affiliations:places", kinds=PERSON),
        Panel(_("People"), "affiliations:people", kinds=ORGANIZATION),
        Panel(_("Household"), "households:panel", kinds=PERSON),
        Panel(_("Details"), "people:details", kinds=PERSON),
        Panel(_("Details"), "organizations:details", kinds=ORGANIZATION),
        Panel(_("Notes"), "notes:panel"),
        Panel(_("Relations"), "relations:panel"),
        Panel(_("Accounts"), "accounts:panel"),
        Panel(_("Tags"), "tags:panel"),
        Panel(_("Findings"), "traits:panel"),
        Panel(_("Files"), "files:panel", arguments=lambda party_id: ("party", party_id)),
        Panel(_("History"), "parties:history"),
    ],
    points=[complaint, lent, delivered, coming, birthday, withdrawn, quiet, bought],
    steps=[planned],
)
