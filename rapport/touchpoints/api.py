"""Index of the room's endpoints."""

from ninja import Router

from rapport.touchpoints.interactions.api import router as interactions
from rapport.touchpoints.tasks.api import router as tasks

router = Router()
for topic in (interactions, tasks):
    router.add_router("", topic)
