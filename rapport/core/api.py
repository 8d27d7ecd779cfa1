"""Index of the room's endpoints."""

from ninja import Router

from rapport.core.search.api import router as search

router = Router()
router.add_router("", search)
