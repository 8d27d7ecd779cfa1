"""Telling programs what happened: one job per event, then one per address, so that a dead one holds up nobody."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from rapport.core.access.models import User
from rapport.core.access.queries import system
from rapport.core.events.reactions import RETRY, every, on
from rapport.core.webhooks import delivering
from rapport.core.webhooks.actions import give_up_webhook
from rapport.core.webhooks.adapters import send
from rapport.core.webhooks.events import DeliveryAsked

QUEUE, SLOW = (
    "webhooks",
    "webhooks-slow",
)  # addresses that fail wait for one another, not the others for them
MOST_AT_ONCE = 100  # messages before others waiting for a thread come to theirs


@app.task(name="rapport.core.webhooks.jobs.prepare_deliveries", queue="default", retry=RETRY)
def prepare_deliveries(event_id: int) -> None:
    """Queue an event for the webhooks that want it."""
    at = datetime.now(tz=UTC)
    for webhook_id in delivering.prepare(event_id, at=at):
        call(webhook_id)


@app.task(name="rapport.core.webhooks.jobs.deliver", queue=QUEUE, retry=RETRY)
def deliver(webhook_id: int) -> None:
    """Send what is due to one address, one message after the other, until one fails."""
    if not delivering.take(webhook_id, at=datetime.now(tz=UTC)):
        return
    try:
        for _turn in range(MOST_AT_ONCE):
            if not _send_next(webhook_id):
                break
    finally:
        delivering.release(webhook_id)
    due = delivering.next_due(webhook_id)
    if due is not None:
        call(webhook_id, at=due)


def _send_next(webhook_id: int) -> bool:
    message = delivering.claim(webhook_id, at=datetime.now(tz=UTC))
    if message is None:
        return False
    answer = send(message.address, message.body, message.headers, settings.WEBHOOK_NETWORKS)
    at = datetime.now(tz=UTC)
    reason = delivering.record(message, answer, at=at)
    if reason is not None:
        give_up_webhook(webhook_id, by=system(), at=at, reason=reason)
    return answer.is_good


def call(webhook_id: int, *, at: datetime | None = None) -> None:
    """Queue the delivery to an address, now or at a time; once for the same time."""
    later = at if at and at > datetime.now(tz=UTC) else None
    lock = f"webhook {webhook_id} {later.isoformat() if later else 'now'}"
    queue = SLOW if delivering.is_failing(webhook_id) else QUEUE
    try:
        with transaction.atomic():
            job = deliver.configure(queue=queue, queueing_lock=lock, schedule_at=later)
            job.defer(webhook_id=webhook_id)
    except AlreadyEnqueued:
        return


@on(DeliveryAsked)
def deliver_at_once(event: DeliveryAsked, *, by: User, at: datetime) -> None:
    """Send what was just asked for."""
    call(event.webhook_id)


@every("* * * * *", queue=QUEUE)
def deliver_waiting(*, by: User, at: datetime) -> None:
    """Take up what a killed worker left behind."""
    for webhook_id in delivering.due_hooks(at=datetime.now(tz=UTC)):
        call(webhook_id)


@every("11 4 * * *", queue=QUEUE)
def forget_deliveries(*, by: User, at: datetime) -> None:
    """Keep the log for thirty days."""
    delivering.forget_old(at=at)
