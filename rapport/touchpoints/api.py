"""Index of the room's endpoints."""

from ninja import Router

from rapport.touchpoints.interactions.api import router as interactions
from rapport.touchpoints.mail.api import router as mails
from rapport.touchpoints.messages.api import router as messages
from rapport.touchpoints.tasks.api import router as tasks

router = Router()
for topic in (interactions, mails, messages, tasks):
    router.add_router("", topic)
