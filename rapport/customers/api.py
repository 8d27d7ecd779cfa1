"""Index of the room's endpoints."""

from ninja import Router

from rapport.customers.contactpoints.api import router as contactpoints
from rapport.customers.organizations.api import router as organizations
from rapport.customers.parties.api import router as parties
from rapport.customers.people.api import router as people

router = Router()
for topic in (people, organizations, parties, contactpoints):
    router.add_router("", topic)
