"""Making, changing and ending webhooks, and asking that something be sent again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid, Missing
from rapport.core.events.actions import publish
from rapport.core.notifications.actions import notify
from rapport.core.sentences import NO_NAME
from rapport.core.webhooks.events import (
    DeliveryAsked,
    WebhookCreated,
    WebhookEdited,
    WebhookRemoved,
    WebhookStopped,
)
from rapport.core.webhooks.feeds import TEST, feeds
from rapport.core.webhooks.models import (
    DeliveryState,
    StopReason,
    Webhook,
    WebhookDelivery,
    WebhookHealth,
)
from rapport.core.webhooks.networks import check_address
from rapport.core.webhooks.queries import new_message
from rapport.core.webhooks.signing import new_secret

MANAGE = "core.manage_webhooks"
OVERLAP = timedelta(hours=24)
MOST = 50


class TooManyWebhooks(Conflict):
    """There are 50 webhooks already. Remove one that is no longer used."""


class WebhookIsStopped(Conflict):
    """This webhook is stopped. Let it go on first."""


class WebhookRuns(Conflict):
    """This webhook is running already."""


class StillWaiting(Conflict):
    """This message is on its way already."""


@action
def create_webhook(
    *, by: User, at: datetime, name: str, address: str, events: Sequence[str]
) -> tuple[Webhook, str]:
    """Tell a program of events from now on; return the webhook and its secret, which is shown once and never again."""
    require(by, MANAGE)
    name, address, events = _checked(name, address, events)
    if Webhook.objects.count() >= MOST:
        raise TooManyWebhooks
    secret = new_secret()
    hook = Webhook.objects.create(
        owner=by, name=name, address=address, events=events, secret=secret
    )
    WebhookHealth.objects.create(webhook=hook)
    publish(WebhookCreated(webhook_id=hook.pk, label=name), by=by, at=at)
    return hook, secret


@action
def edit_webhook(
    webhook_id: int,
    *,
    by: User,
    at: datetime,
    version: int | None = None,
    name: str,
    address: str,
    events: Sequence[str],
) -> Webhook:
    """Change where a webhook leads and of what it is told.

    Whoever changes it owns it from then on: nobody leads to herself what only a colleague may see.
    """
    hook = require_row(by, MANAGE, Webhook, webhook_id, version=version)
    hook.name, hook.address, hook.events = _checked(name, address, events)
    hook.owner = by
    hook.save(update_fields=["name", "address", "events", "owner"])
    publish(WebhookEdited(webhook_id=hook.pk, label=hook.name), by=by, at=at)
    return hook


@action
def rotate_webhook(webhook_id: int, *, by: User, at: datetime) -> tuple[Webhook, str]:
    """Give a webhook another secret and return it; for a day messages are signed by both."""
    hook = require_row(by, MANAGE, Webhook, webhook_id)
    hook.old_secret, hook.old_secret_until = hook.secret, at + OVERLAP
    hook.secret = new_secret()
    hook.save(update_fields=["secret", "old_secret", "old_secret_until"])
    publish(WebhookEdited(webhook_id=hook.pk, label=hook.name), by=by, at=at)
    return hook, hook.secret


@action
def pause_webhook(webhook_id: int, *, by: User, at: datetime) -> Webhook:
    """Tell a webhook nothing until it goes on; what waits is kept."""
    hook = require_row(by, MANAGE, Webhook, webhook_id)
    if hook.is_stopped:
        raise WebhookIsStopped
    return _stop(hook, StopReason.PAUSED, by=by, at=at)


@action
def resume_webhook(webhook_id: int, *, by: User, at: datetime) -> Webhook:
    """Let a stopped webhook go on, with what waited."""
    hook = require_row(by, MANAGE, Webhook, webhook_id)
    if not hook.is_stopped:
        raise WebhookRuns
    hook.stopped_at, hook.stop_reason = None, ""
    hook.save(update_fields=["stopped_at", "stop_reason"])
    WebhookHealth.objects.filter(webhook=hook).update(
        failures=0, failing_since=None, rests_until=None
    )
    publish(WebhookEdited(webhook_id=hook.pk, label=hook.name), by=by, at=at)
    publish(DeliveryAsked(webhook_id=hook.pk), by=by, at=at)
    return hook


@action
def give_up_webhook(webhook_id: int, *, by: User, at: datetime, reason: str) -> None:
    """Stop a webhook whose address no longer takes anything, and say so to its owner."""
    hook = require_row(by, MANAGE, Webhook, webhook_id)
    if hook.is_stopped:
        return
    _stop(hook, StopReason(reason), by=by, at=at)
    notify(
        [hook.owner_id],
        "webhook_stopped",
        {"name": hook.name},
        sender=by,
        at=at,
        link=f"/settings/webhooks/{hook.pk}",
        once=f"webhook {hook.pk} {at.date()}",
    )


@action
def remove_webhook(webhook_id: int, *, by: User, at: datetime) -> None:
    """Remove a webhook with its log."""
    hook = require_row(by, MANAGE, Webhook, webhook_id)
    hook.delete()
    publish(WebhookRemoved(webhook_id=webhook_id, label=hook.name), by=by, at=at)


@action
def test_webhook(webhook_id: int, *, by: User, at: datetime) -> WebhookDelivery:
    """Queue a message that only says that it is a test."""
    hook = _running(require_row(by, MANAGE, Webhook, webhook_id))
    WebhookHealth.objects.filter(webhook=hook).update(rests_until=None)
    publish(DeliveryAsked(webhook_id=hook.pk), by=by, at=at)
    return WebhookDelivery.objects.create(
        webhook=hook, event=TEST, message=new_message(), due_at=at, created_at=at
    )


@action
def resend_delivery(delivery_id: int, *, by: User, at: datetime) -> WebhookDelivery:
    """Queue a message again, under the same number."""
    require(by, MANAGE)
    rows = WebhookDelivery.objects.filter(webhook__in=Webhook.objects.visible_to(by))
    row = rows.select_related("webhook").select_for_update(of=("self",)).filter(pk=delivery_id)
    found = row.first()
    if found is None:
        raise Missing
    _running(require_row(by, MANAGE, Webhook, found.webhook_id))
    if found.state == DeliveryState.WAITING:
        raise StillWaiting
    found.state, found.due_at, found.attempts = DeliveryState.WAITING, at, 0
    found.save(update_fields=["state", "due_at", "attempts"])
    WebhookHealth.objects.filter(webhook=found.webhook_id).update(rests_until=None)
    publish(DeliveryAsked(webhook_id=found.webhook_id), by=by, at=at)
    return found


@action
def resend_failed(webhook_id: int, *, by: User, at: datetime, since: datetime) -> int:
    """Queue again all that failed since a moment, and what waits for another attempt; return how many."""
    hook = _running(require_row(by, MANAGE, Webhook, webhook_id))
    tried = Q(state=DeliveryState.FAILED) | Q(state=DeliveryState.WAITING, attempts__gt=0)
    rows = WebhookDelivery.objects.filter(tried, webhook=hook, created_at__gte=since)
    WebhookHealth.objects.filter(webhook=hook).update(rests_until=None)
    publish(DeliveryAsked(webhook_id=hook.pk), by=by, at=at)
    return rows.update(state=DeliveryState.WAITING, due_at=at, attempts=0)


def _running(hook: Webhook) -> Webhook:
    if hook.is_stopped:
        raise WebhookIsStopped
    return hook


def _stop(hook: Webhook, reason: StopReason, *, by: User, at: datetime) -> Webhook:
    hook.stopped_at, hook.stop_reason = at, reason
    hook.save(update_fields=["stopped_at", "stop_reason"])
    publish(WebhookStopped(webhook_id=hook.pk, label=hook.name, reason=reason), by=by, at=at)
    return hook


def _checked(name: str, address: str, events: Sequence[str]) -> tuple[str, str, list[str]]:
    wrong = {}
    name = " ".join(name.split())
    if not name or len(name) > 100 or "\0" in name:
        wrong["name"] = str(NO_NAME)
    try:
        address = check_address(address, settings.WEBHOOK_NETWORKS)
    except Invalid as error:
        wrong |= error.fields
    known = feeds()
    if not events or not set(events) <= set(known):
        wrong["events"] = _("Choose at least one of the events offered.")
    if wrong:
        raise Invalid(wrong)
    return name, address, [one for one in known if one in set(events)]
