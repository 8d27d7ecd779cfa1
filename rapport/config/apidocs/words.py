"""The resources of the API in the reader's language; all else on these pages is the description's own English."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, str | Promise] = {
    "search": _("Search"),
    "bulk": _("Bulk changes"),
    "exports": _("Exports"),
    "files": _("Files"),
    "webhooks": _("Webhooks"),
    "incoming hooks": _("Incoming hooks"),
    "automations": _("Automations"),
    "home": _("Home pages"),
    "page layouts": _("Page layouts"),
    "notifications": _("Notifications"),
    "people": _("People"),
    "companies": _("Companies"),
    "people and companies": _("People and companies"),
    "contact points": _("Contact points"),
    "affiliations": _("Affiliations"),
    "households": _("Households"),
    "merges": _("Merges"),
    "relations": _("Relations"),
    "accounts": _("Accounts"),
    "consent": _("Consent"),
    "privacy": _("Privacy"),
    "traits": _("Traits"),
    "tags": _("Tags"),
    "fields": _("Fields"),
    "views": _("Saved views"),
    "notes": _("Notes"),
    "shares": _("Shares"),
    "interactions": _("Interactions"),
    "mails": _("Mails"),
    "messages": _("Inbox"),
    "tasks": _("Tasks"),
    "products": _("Products"),
    "orders": _("Orders"),
}


def label(name: str) -> str:
    """Return how a resource is called."""
    return str(LABELS[name])
