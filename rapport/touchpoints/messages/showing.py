"""A mail on the timeline of its customers, as far as its mailbox lets others see it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.customers.parties.models import Party
from rapport.touchpoints.interactions.details import Details
from rapport.touchpoints.interactions.models import Channel, Interaction
from rapport.touchpoints.interactions.noting import keep_interaction, note_interaction
from rapport.touchpoints.mailboxes.models import Mailbox, Privacy
from rapport.touchpoints.messages.matching import Match
from rapport.touchpoints.messages.models import MailMessage, MailMessageParty, Nature
from rapport.touchpoints.messages.quoting import split

BODY = 20_000


def attach(
    message: MailMessage,
    found: Sequence[Match],
    moment: datetime,
    *,
    is_new: bool,
    by: User,
    at: datetime,
) -> None:
    """Say with whom a mail is; what a person wrote stands on their timelines."""
    parties = Party.objects.in_bulk([one.party_id for one in found])
    for one in found:
        row = None
        if message.nature == Nature.PERSONAL and message.mailbox.privacy != Privacy.OWNER:
            row = _shown(message, parties[one.party_id], moment, is_new=is_new, by=by, at=at)
        MailMessageParty.objects.create(
            message=message,
            party_id=one.party_id,
            interaction=row,
            why=one.why,
            address=one.address,
            at=moment,
        )


def _shown(
    message: MailMessage, party: Party, moment: datetime, *, is_new: bool, by: User, at: datetime
) -> Interaction:
    details, staff = details_of(message, moment), message.mailbox.owner
    if is_new:
        return note_interaction(party, details, staff=staff, by=by, at=at)
    return keep_interaction(party, details, staff=staff)


def details_of(message: MailMessage, moment: datetime) -> Details:
    """Return what whoever sees the customer may see of a mail: its subject, and what is new in it where the mailbox is open."""
    is_open = message.mailbox.privacy == Privacy.EVERYONE
    return Details(
        channel=Channel.EMAIL,
        direction=message.direction,
        started_at=moment,
        subject=message.subject[:200],
        body=split(message.text)[0][:BODY] if is_open else "",
    )


@action
def show_again(mailbox_id: int, *, by: User, at: datetime) -> int:
    """Put the mails of a mailbox on the timelines anew after its privacy was changed; return how many stand there.

    They were taken away and are made anew: an edit would leave what is hidden now in the log. A part of the job.
    """
    require(by, "touchpoints.connect_mailbox")
    mailbox = (
        Mailbox.objects.select_for_update(of=("self",)).select_related("owner").get(pk=mailbox_id)
    )
    if mailbox.privacy == Privacy.OWNER:
        return 0
    count = 0
    rows = MailMessageParty.objects.filter(
        message__mailbox=mailbox, message__nature=Nature.PERSONAL, interaction=None
    )
    for row in rows.select_related("message", "party").order_by("pk").iterator(500):
        row.message.mailbox = mailbox
        details = details_of(row.message, row.at)
        row.interaction = keep_interaction(row.party, details, staff=mailbox.owner)
        row.save(update_fields=["interaction"])
        count += 1
    return count
