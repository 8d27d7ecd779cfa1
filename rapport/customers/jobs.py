"""Index of the room's reactions and schedules."""

from rapport.customers.notes import jobs as notes

__all__ = ["notes"]
