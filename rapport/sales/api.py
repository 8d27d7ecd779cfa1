"""Index of the room's endpoints."""

from ninja import Router

from rapport.sales.creditnotes.api import router as creditnotes
from rapport.sales.orders.api import router as orders

router = Router()
for topic in (orders, creditnotes):
    router.add_router("", topic)
