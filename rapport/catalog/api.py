"""Index of the room's endpoints."""

from ninja import Router

from rapport.catalog.products.api import router as products

router = Router()
router.add_router("", products)
