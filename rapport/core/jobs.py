"""Index of the room's reactions and schedules."""

from rapport.core.events import jobs as events
from rapport.core.search import jobs as search

__all__ = ["events", "search"]
