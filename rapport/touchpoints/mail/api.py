"""Mails to customers, over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from rapport.core.access.caller import caller
from rapport.core.rest.listing import Listing
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Filled200, FilledText, Id, Input, Key
from rapport.touchpoints.mail import actions
from rapport.touchpoints.mail.drafts import Draft
from rapport.touchpoints.mail.lists import MAILS
from rapport.touchpoints.mail.models import OutgoingMail
from rapport.touchpoints.mail.queries import mail

router = Router(tags=["mails"])


class MailIn(Input):
    """A mail to write; it goes out ten seconds later. Merge fields such as {{ first name }} are filled."""

    party_id: Key
    contact_point_id: Key | None = None
    purpose: Literal["service", "offers", "surveys"] = "service"
    subject: Filled200
    body: FilledText


class MailRow(Schema):
    """A mail in a list."""

    id: int
    party_id: int
    contact_point_id: int
    address: str
    sender_id: int
    purpose: str
    subject: str
    state: str
    halt: str
    failure: str
    attempts: int
    created_at: datetime
    due_at: datetime | None
    ended_at: datetime | None
    version: int


class MailOut(MailRow):
    """A mail with its text, and the contact that it became on the timeline."""

    body: str
    interaction_id: int | None


ROWS = Listing(MAILS, MailRow, paths={"id": "pk"})
MAIL = Resource(router, "/mails/{mail_id}", MailOut, mail)

ROWS.serve(
    router,
    "/mails",
    "mails",
    "List the mails to customers you may see, the latest written first; `f=state:is:failed` what did not go out.",
)


@MAIL.post("/mails", "Write a mail")
def post_mail(request: HttpRequest, payload: MailIn) -> OutgoingMail:
    """Write a mail to a customer, if consent allows it."""
    draft = Draft(subject=payload.subject, body=payload.body, purpose=payload.purpose)
    return actions.write_mail(
        payload.party_id,
        draft,
        by=caller(request),
        at=timezone.now(),
        contact_point_id=payload.contact_point_id,
    )


@MAIL.get("Read a mail")
def get_mail(request: HttpRequest, mail_id: Id) -> None:
    """Read one mail, and how far it has come."""


@MAIL.verb("cancel", "Cancel a mail")
def post_cancel_mail(request: HttpRequest, mail_id: Id) -> None:
    """Stop a mail that has not gone out."""
    actions.cancel_mail(mail_id, by=caller(request), at=timezone.now())


@MAIL.verb("again", "Send a mail again")
def post_send_mail(request: HttpRequest, mail_id: Id) -> None:
    """Try anew to send a mail that failed, was cancelled, or may not have arrived."""
    actions.send_mail(mail_id, by=caller(request), at=timezone.now())
