"""Index of the room's reactions and schedules."""

from rapport.core.automation import jobs as automation
from rapport.core.bulk import jobs as bulk
from rapport.core.company import jobs as company
from rapport.core.customfields import jobs as customfields
from rapport.core.events import jobs as events
from rapport.core.exports import jobs as exports
from rapport.core.files import jobs as files
from rapport.core.idempotency import jobs as idempotency
from rapport.core.imports import jobs as imports
from rapport.core.incoming import jobs as incoming
from rapport.core.links import jobs as links
from rapport.core.notifications import jobs as notifications
from rapport.core.search import jobs as search
from rapport.core.sources import jobs as sources
from rapport.core.trash import jobs as trash
from rapport.core.views import jobs as views
from rapport.core.webhooks import jobs as webhooks

__all__ = [
    "automation",
    "bulk",
    "company",
    "customfields",
    "events",
    "exports",
    "files",
    "idempotency",
    "imports",
    "incoming",
    "links",
    "notifications",
    "search",
    "sources",
    "trash",
    "views",
    "webhooks",
]
