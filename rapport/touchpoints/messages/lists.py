"""Mails that were read in mailboxes as a list: by mailbox, sender, sort, direction and day."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.listed import Listed
from rapport.core.lists.spec import ListSpec, Rows
from rapport.touchpoints.interactions.models import Direction
from rapport.touchpoints.messages.models import Decision, MailMessage, Nature


def rows(user: User) -> Rows:
    """Return the mails that the user may read, with what each row shows."""
    return MailMessage.objects.visible_to(user).select_related("mailbox")


def _search(found: Any, words: str, _user: User) -> Any:
    said = Q(subject__icontains=words) | Q(from_name__icontains=words)
    return found.filter(said | Q(from_address__icontains=words))


MESSAGES = ListSpec(
    name="messages",
    rows=rows,
    search=_search,
    sort="-received_at",
    shown=("from_name", "mailbox", "nature", "received_at"),
    columns=[
        Column("subject", _("Subject")),
        Column("from_name", _("From"), width=200),
        Column("from_address", _("Address"), width=220),
        Column("mailbox", _("Mailbox"), path="mailbox__name", width=180),
        Column("direction", _("Direction"), Kind.CHOICE, choices=Direction.choices, width=150),
        Column("nature", _("Sort"), Kind.CHOICE, choices=Nature.choices, width=150),
        Column("decision", _("Thread"), Kind.CHOICE, choices=Decision.choices, width=260),
        Column("size", _("Bytes"), Kind.NUMBER, width=110),
        Column("received_at", _("Received"), Kind.DATETIME, sortable=True, width=150),
        Column("id", _("Number"), Kind.KEY, sortable=True, width=100),
    ],
)
LISTED = Listed(MESSAGES, "messages:list")
