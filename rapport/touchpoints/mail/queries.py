"""Mails as pages, lists and the doctor show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Min, Q

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.customers.consent.queries import may_use
from rapport.customers.contactpoints.models import Channel, ContactPoint
from rapport.customers.contactpoints.queries import points_of
from rapport.customers.parties.models import Party
from rapport.touchpoints.mail.drafts import Draft, Outlook, outlook
from rapport.touchpoints.mail.facts import facts_of
from rapport.touchpoints.mail.models import MailState, OutgoingMail


@dataclass(frozen=True)
class Outbox:
    """How many mails wait, were not sent and may have gone; and since when the oldest of them waits."""

    waiting: int = 0
    failed: int = 0
    uncertain: int = 0
    oldest: datetime | None = None


def mail(user: User, mail_id: int) -> OutgoingMail:
    """Return one mail that the user may see. Errors: Missing."""
    rows = OutgoingMail.objects.visible_to(user)
    found = rows.select_related("party", "sender", "interaction").filter(pk=mail_id).first()
    if found is None:
        raise Missing
    return found


def customer(user: User, party_id: str) -> Party:
    """Return the customer to whom is written. Errors: Missing."""
    if party_id.isascii() and party_id.isdigit() and len(party_id) < 19:
        found = Party.objects.visible_to(user).kept().filter(pk=int(party_id)).first()
        if found is not None:
            return found
    raise Missing


def addresses(party: Party) -> list[ContactPoint]:
    """Return the e-mail addresses of a customer that may work, the first choice first."""
    return [
        one for one in points_of(party) if one.channel == Channel.EMAIL and one.bounced_at is None
    ]


def previewed(party: Party, point: ContactPoint, draft: Draft, user: User) -> Outlook:
    """Return the mail as this customer would get it, or why she would not."""
    facts = facts_of([party.pk], sender=user)[party.pk]
    return outlook(draft, facts, may_use(point, draft.purpose), name=party.display_name)


def troubled(party_id: int) -> OutgoingMail | None:
    """Return the latest mail to a customer, if it was not sent or may not have arrived."""
    latest = OutgoingMail.objects.filter(party=party_id).order_by("-id").first()
    return latest if latest and latest.state in {MailState.FAILED, MailState.UNCERTAIN} else None


def outbox() -> Outbox:
    """Count what has not ended well. One query."""
    found: dict[str, Any] = OutgoingMail.objects.exclude(state=MailState.SENT).aggregate(
        waiting=Count("pk", filter=Q(state__in=[MailState.WAITING, MailState.SENDING])),
        failed=Count("pk", filter=Q(state=MailState.FAILED)),
        uncertain=Count("pk", filter=Q(state=MailState.UNCERTAIN)),
        oldest=Min("created_at", filter=Q(state=MailState.WAITING)),
    )
    return Outbox(**found)


def in_batch(party_ids: Sequence[int], batch: str, user: User, right: str) -> dict[int, int]:
    """Return the mails of a batch to these customers over which the user holds a right, with the customer of each."""
    rows = OutgoingMail.objects.within(user, right).waiting()
    found = rows.filter(batch=batch, party__in=list(party_ids))
    return dict(found.values_list("pk", "party_id"))
