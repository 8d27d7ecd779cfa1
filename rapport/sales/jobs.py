"""Index of the room's reactions."""

from rapport.sales.orders import jobs as orders

__all__ = ["orders"]
