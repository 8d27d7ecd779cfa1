"""Index of the room's reactions and schedules."""

from rapport.core.events import jobs as events

__all__ = ["events"]
