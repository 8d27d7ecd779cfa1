"""The steps of a delivery: claim, send outside any transaction, record. Killed between them, a message goes out again."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from rapport.core.access.models import User
from rapport.core.action import current_group
from rapport.core.events.actions import publish
from rapport.core.events.models import EventRow
from rapport.core.outgoing import leases
from rapport.core.outgoing.leases import BackOff
from rapport.core.webhooks.adapters import Answer
from rapport.core.webhooks.events import DeliveryAsked
from rapport.core.webhooks.feeds import TEST, told
from rapport.core.webhooks.models import (
    DeliveryState,
    StopReason,
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookHealth,
)
from rapport.core.webhooks.queries import new_message, secrets_of
from rapport.core.webhooks.signing import headers

# Waits between the attempts: ten within three days, as Standard Webhooks proposes.
BACK_OFF = BackOff(
    [
        timedelta(seconds=5),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=5),
        timedelta(hours=10),
        timedelta(hours=14),
        timedelta(hours=20),
        timedelta(hours=24),
    ],
    jitter=0.2,
)
LONGEST_REST = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(days=5)
LEASE = timedelta(seconds=60)
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Message:
    """What is sent now, and to where."""

    delivery: WebhookDelivery
    address: str
    body: bytes
    headers: dict[str, str]


def prepare(event_id: int, *, at: datetime) -> list[int]:
    """Queue an event for every webhook that wants it; return which. Repeatable."""
    row = EventRow.objects.filter(pk=event_id).first()
    if row is None:
        return []
    hooks = Webhook.objects.filter(events__contains=[row.name], stopped_at=None)
    wanted = sorted(hooks.values_list("pk", flat=True))
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(
                webhook_id=hook,
                event_id=row.pk,
                event=row.name,
                message=new_message(),
                due_at=at,
                created_at=at,
            )
            for hook in wanted
        ],
        ignore_conflicts=True,
    )
    return wanted


def ask_for(hook: Webhook, event: str, *, by: User, at: datetime) -> None:
    """Queue for one webhook the event of this name that the running action told last. A part of its verb."""
    told_now = EventRow.objects.filter(name=event, group=current_group())
    row_id = told_now.order_by("-id").values_list("pk", flat=True)[0]
    message = new_message()
    WebhookDelivery.objects.bulk_create(
        [
            WebhookDelivery(
                webhook=hook,
                event_id=row_id,
                event=event,
                message=message,
                due_at=at,
                created_at=at,
            )
        ],
        ignore_conflicts=True,
    )
    publish(DeliveryAsked(webhook_id=hook.pk), by=by, at=at)


def take(webhook_id: int, *, at: datetime) -> bool:
    """Become the one who delivers to this address, for a minute."""
    return leases.take(WebhookHealth.objects.filter(webhook_id=webhook_id), at=at, lease=LEASE)


def release(webhook_id: int) -> None:
    """Let others deliver to this address."""
    WebhookHealth.objects.filter(webhook_id=webhook_id).update(taken_until=None)


def claim(webhook_id: int, *, at: datetime) -> Message | None:
    """Return the next message that is due, None when there is none or the address is left in peace.

    What its owner may no longer see is withheld instead. Until it is recorded the message counts as due in a minute.
    """
    hook = Webhook.objects.select_related("owner", "health").filter(pk=webhook_id).first()
    if hook is None or hook.is_stopped or (hook.health.rests_until or at) > at:
        return None
    WebhookHealth.objects.filter(webhook=hook).update(taken_until=at + LEASE)
    due = hook.deliveries.filter(due_at__lte=at).order_by("due_at", "pk")
    while (row := due.first()) is not None:
        payload = _payload(row, hook, at)
        if payload is None:
            row.state, row.due_at, row.payload = DeliveryState.WITHHELD, None, None
            row.save(update_fields=["state", "due_at", "payload"])
            continue
        row.attempts, row.due_at, row.payload = row.attempts + 1, at + LEASE, payload
        row.save(update_fields=["attempts", "due_at", "payload"])
        body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
        signed = headers(secrets_of(hook, at), row.message, int(at.timestamp()), body)
        head = {"content-type": "application/json", "user-agent": "Rapport", **signed}
        return Message(row, hook.address, body, head)
    return None


def _payload(row: WebhookDelivery, hook: Webhook, at: datetime) -> dict[str, Any] | None:
    if row.event == TEST:
        return {"type": TEST, "timestamp": at.isoformat(), "data": {"webhook_id": hook.pk}}
    event = EventRow.objects.filter(pk=row.event_id or 0).first()
    return told(event, hook.owner) if event and hook.owner.is_active else None


@transaction.atomic
def record(message: Message, answer: Answer, *, at: datetime) -> StopReason | None:
    """Note what was answered and when the next attempt is due; return why the webhook is to be stopped, if it is."""
    row = message.delivery
    WebhookAttempt.objects.create(
        delivery=row,
        at=at,
        status=answer.status,
        failure=answer.failure,
        answer=answer.text,
        milliseconds=answer.milliseconds,
    )
    health = WebhookHealth.objects.filter(webhook_id=row.webhook_id)
    if answer.is_good:
        row.state, row.due_at = DeliveryState.DELIVERED, None
        health.update(failures=0, failing_since=None, rests_until=None, answered_at=at)
    elif BACK_OFF.is_spent(row.attempts):
        row.state, row.due_at = DeliveryState.FAILED, None
    else:
        row.due_at = at + max(BACK_OFF.after(row.attempts), timedelta(seconds=answer.again_after))
    row.save(update_fields=["state", "due_at"])
    if answer.is_good:
        return None
    failures = health.values_list("failures", flat=True)[0]
    rest = min(BACK_OFF.waits[0] * 2 ** min(failures, 10), LONGEST_REST)
    rest = max(rest, timedelta(seconds=answer.again_after))
    health.update(
        failures=F("failures") + 1,
        failing_since=Coalesce("failing_since", at),
        rests_until=at + rest,
    )
    if answer.status == 410:
        return StopReason.GONE
    since = health.values_list("failing_since", flat=True)[0]
    return StopReason.FAILING if since and at - since >= GIVE_UP_AFTER else None


def is_failing(webhook_id: int) -> bool:
    """Tell whether the last message did not arrive."""
    failing = WebhookHealth.objects.filter(webhook_id=webhook_id, failing_since__isnull=False)
    return failing.exists()


def next_due(webhook_id: int) -> datetime | None:
    """Return when the address has to be called next, None when nothing waits."""
    waiting = WebhookDelivery.objects.filter(webhook_id=webhook_id, due_at__isnull=False)
    first = waiting.filter(webhook__stopped_at=None).order_by("due_at")
    found = first.values_list("due_at", "webhook__health__rests_until").first()
    return max(one for one in found if one) if found else None


def due_hooks(*, at: datetime) -> list[int]:
    """Return the webhooks for which something is due and nobody is at work."""
    rested = Q(rests_until=None) | Q(rests_until__lte=at)
    ready = WebhookHealth.objects.filter(leases.free(at), rested, webhook__stopped_at=None)
    rows = WebhookDelivery.objects.filter(due_at__lte=at, webhook__health__in=ready)
    return sorted(rows.order_by().values_list("webhook_id", flat=True).distinct())


def forget_old(*, at: datetime) -> int:
    """Delete what was told more than thirty days ago, and its payload with it."""
    return WebhookDelivery.objects.filter(created_at__lt=at - KEPT).delete()[0]
