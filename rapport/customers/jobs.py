"""Index of the room's reactions and schedules."""

from rapport.customers.duplicates import jobs as duplicates
from rapport.customers.notes import jobs as notes
from rapport.customers.privacy import jobs as privacy
from rapport.customers.received import jobs as received

__all__ = ["duplicates", "notes", "privacy", "received"]
