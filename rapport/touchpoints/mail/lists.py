"""Mails to customers as a list: by state, sender, purpose and day."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.lists.columns import Column, Kind
from rapport.core.lists.listed import Listed
from rapport.core.lists.spec import ListSpec, Rows
from rapport.touchpoints.mail.models import FOR_WHAT, Halt, MailState, OutgoingMail


def rows(user: User) -> Rows:
    """Return the mails that the user may see, with what each row shows."""
    return OutgoingMail.objects.visible_to(user).select_related("party")


def _search(found: Any, words: str, _user: User) -> Any:
    said = Q(subject__icontains=words) | Q(address__icontains=words)
    return found.filter(said | Q(party__display_name__icontains=words))


MAILS = ListSpec(
    name="mails",
    rows=rows,
    search=_search,
    sort="-id",
    shown=("party", "state", "sender", "purpose", "written_at", "ended_at"),
    columns=[
        Column("subject", _("Subject")),
        Column("party", _("Customer"), path="party__display_name", width=200),
        Column("address", _("Address"), width=220),
        Column("state", _("State"), Kind.CHOICE, choices=MailState.choices, width=150),
        Column("halt", _("Reason"), Kind.CHOICE, choices=Halt.choices, width=220),
        Column("failure", _("Answer of the server"), width=260),
        Column("sender", _("Written by"), Kind.USER, path="sender_id", width=160),
        Column("purpose", _("Purpose"), Kind.CHOICE, choices=FOR_WHAT, width=120),
        Column("attempts", _("Attempts"), Kind.NUMBER, width=100),
        Column("written_at", _("Written"), Kind.DATETIME, path="created_at", width=150),
        Column("due_at", _("Next attempt"), Kind.DATETIME, nullable=True, width=150),
        Column("ended_at", _("Ended"), Kind.DATETIME, nullable=True, width=150),
        Column("id", _("Number"), Kind.KEY, sortable=True, width=100),
    ],
)
LISTED = Listed(MAILS, "mail:list")
