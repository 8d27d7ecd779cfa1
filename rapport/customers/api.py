"""Index of the room's endpoints."""

from ninja import Router

from rapport.customers.accounts.api import router as accounts
from rapport.customers.affiliations.api import router as affiliations
from rapport.customers.consent.api import router as consent
from rapport.customers.contactpoints.api import router as contactpoints
from rapport.customers.households.api import router as households
from rapport.customers.merges.api import router as merges
from rapport.customers.notes.api import router as notes
from rapport.customers.organizations.api import router as organizations
from rapport.customers.parties.api import router as parties
from rapport.customers.people.api import router as people
from rapport.customers.privacy.api import router as privacy
from rapport.customers.relations.api import router as relations
from rapport.customers.shares.api import router as shares
from rapport.customers.tags.api import router as tags
from rapport.customers.traits.api import router as traits

TOPICS = (
    people,
    organizations,
    parties,
    contactpoints,
    affiliations,
    households,
    merges,
    relations,
    accounts,
    consent,
    privacy,
    tags,
    notes,
    shares,
    traits,
)
router = Router()
for topic in TOPICS:
    router.add_router("", topic)
