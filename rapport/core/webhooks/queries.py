"""Reading webhooks and their log."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import Count, Q

from rapport.core.access.models import AccessQuerySet, User
from rapport.core.errors import Missing
from rapport.core.lists.log import Log, log_page
from rapport.core.webhooks.feeds import TEST, feeds
from rapport.core.webhooks.models import DeliveryState, Webhook, WebhookAttempt, WebhookDelivery


def new_message() -> str:
    """Return the number of a message, by which its receiver knows it again."""
    return f"msg_{uuid.uuid4().hex}"


def webhooks_of(user: User) -> AccessQuerySet[Webhook]:
    """Return the webhooks that the user manages, by name."""
    return Webhook.objects.visible_to(user).select_related("owner", "health").order_by("name", "pk")


def webhook_of(user: User, webhook_id: int) -> Webhook:
    """Return one. Errors: Missing."""
    found = webhooks_of(user).filter(pk=webhook_id).first()
    if found is None:
        raise Missing
    return found


def secrets_of(hook: Webhook, at: datetime) -> list[str]:
    """Return the secrets by which messages are signed at present, the new one first."""
    old = hook.old_secret_until
    return [hook.secret, hook.old_secret] if old and old > at and hook.old_secret else [hook.secret]


def log_of(
    hook: Webhook, *, state: str = "", event: str = "", after: str = ""
) -> Log[WebhookDelivery]:
    """Return a page of the log, of one state or one event when asked."""
    rows = WebhookDelivery.objects.filter(webhook=hook)
    if state in DeliveryState.values:
        rows = rows.filter(state=state)
    if event in feeds() or event == TEST:
        rows = rows.filter(event=event)
    log = log_page(rows, "webhooks", after=after)
    last = _last_tries(log.rows)
    for row in log.rows:
        row.last_try = last.get(row.pk)  # type: ignore[attr-defined]
    return log


def _last_tries(rows: list[WebhookDelivery]) -> dict[int, WebhookAttempt]:
    tries = WebhookAttempt.objects.filter(delivery__in=rows).order_by("delivery_id", "-id")
    return {one.delivery_id: one for one in tries.distinct("delivery_id")}


def failed_count(hook: Webhook) -> int:
    """Return how many messages of the log failed."""
    failed = Count("pk", filter=Q(state=DeliveryState.FAILED))
    return int(WebhookDelivery.objects.filter(webhook=hook).aggregate(n=failed)["n"])


def delivery_of(user: User, delivery_id: int) -> WebhookDelivery:
    """Return one message with its webhook. Errors: Missing."""
    rows = WebhookDelivery.objects.select_related("webhook", "webhook__owner")
    found = rows.filter(webhook__in=Webhook.objects.visible_to(user), pk=delivery_id).first()
    if found is None:
        raise Missing
    return found
