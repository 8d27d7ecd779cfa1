"""Index of the room's endpoints."""

from ninja import Router

from rapport.core.automation.api import router as automation
from rapport.core.bulk.api import router as bulk
from rapport.core.customfields.api import router as customfields
from rapport.core.exports.api import router as exports
from rapport.core.files.api import router as files
from rapport.core.home.api import router as home
from rapport.core.incoming.api import router as incoming
from rapport.core.notifications.api import router as notifications
from rapport.core.pagelayouts.api import router as pagelayouts
from rapport.core.search.api import router as search
from rapport.core.views.api import router as views
from rapport.core.webhooks.api import router as webhooks

router = Router()
router.add_router("", search)
router.add_router("", bulk)
router.add_router("", customfields)
router.add_router("", exports)
router.add_router("", files)
router.add_router("", notifications)
router.add_router("", home)
router.add_router("", pagelayouts)
router.add_router("", views)
router.add_router("", webhooks)
router.add_router("", incoming)
router.add_router("", automation)
