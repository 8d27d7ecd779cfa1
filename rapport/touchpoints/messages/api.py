"""Mails that were read in mailboxes, over the API: as on the pages, each under the privacy of its mailbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from rapport.core.access.models import User
from rapport.core.rest.listing import Listing
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Id
from rapport.touchpoints.messages.lists import MESSAGES
from rapport.touchpoints.messages.models import MailMessage
from rapport.touchpoints.messages.queries import customers, message

router = Router(tags=["messages"])


class MailMessageRow(Schema):
    """A mail in a list."""

    id: int
    mailbox_id: int
    thread_id: int
    subject: str
    from_name: str
    from_address: str
    direction: str
    nature: str
    decision: str
    size: int
    received_at: datetime
    version: int


class MailMessageOut(MailMessageRow):
    """A mail with its text and the customers it is with, as far as the caller sees them."""

    message_id: str
    to: list[dict[str, Any]]
    cc: list[dict[str, Any]]
    reply_to: str
    written_at: datetime | None
    text: str
    party_ids: list[int]


ROWS = Listing(MESSAGES, MailMessageRow, paths={"id": "pk"})


def _told(user: User, row: MailMessage) -> MailMessageOut:
    values = {
        name: getattr(row, name) for name in MailMessageOut.model_fields if hasattr(row, name)
    }
    with_whom = [one.party.pk for one in customers(user, row)]
    return MailMessageOut(**values, message_id=row.key, party_ids=with_whom)


MESSAGE = Resource(router, "/messages/{mail_message_id}", MailMessageOut, message, _told)

ROWS.serve(
    router,
    "/messages",
    "messages",
    "List the mails of mailboxes you may read, the latest first.",
)


@MESSAGE.get("Read a mail of a mailbox")
def get_message(request: HttpRequest, mail_message_id: Id) -> None:
    """Read one mail."""
