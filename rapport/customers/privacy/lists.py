"""What people ask about their data, as a list: by what is due."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.listed import Listed, Ready
from rapport.core.lists.spec import ListSpec, Rows
from rapport.customers.consent.models import Source
from rapport.customers.privacy.models import Law, PrivacyRequest, RequestKind, RequestState


def rows(user: User) -> Rows:
    """Return the requests that the user may see."""
    return PrivacyRequest.objects.visible_to(user).select_related("party")


def _search(found: Any, words: str, _user: User) -> Any:
    return found.filter(party__display_name__icontains=words)


PRIVACY_REQUESTS = ListSpec(
    name="privacy-requests",
    rows=rows,
    search=_search,
    sort="due_on",
    shown=("kind", "law", "state", "due_on", "owner", "received_on"),
    columns=[
        Column("party", _("Person"), path="party__display_name"),
        Column("kind", _("Asked for"), Kind.CHOICE, choices=RequestKind.choices, width=190),
        Column("law", _("Law"), Kind.CHOICE, choices=Law.choices, width=140),
        Column("state", _("State"), Kind.CHOICE, choices=RequestState.choices, width=110),
        Column("due_on", _("Due"), Kind.DATE, sortable=True, width=110),
        Column("owner", _("Answered by"), Kind.USER, path="owner_id", width=150),
        Column("received_on", _("Received"), Kind.DATE, sortable=True, width=110),
        Column("source", _("How it came"), Kind.CHOICE, choices=Source.choices, width=130),
        Column("closed_at", _("Answered on"), Kind.DATETIME, nullable=True, width=140),
        Column("id", _("Number"), Kind.KEY, sortable=True, width=90),
    ],
)
LISTED = Listed(
    PRIVACY_REQUESTS,
    "privacy:list",
    ready=[Ready("open", _("To be answered"), "f=state:is:open&sort=due_on")],
)
