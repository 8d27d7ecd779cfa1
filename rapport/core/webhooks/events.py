"""What happens to webhooks."""

from __future__ import annotations

from dataclasses import dataclass

from rapport.core.events.events import Event


@dataclass(frozen=True, kw_only=True)
class WebhookEvent(Event):
    """What is told of every webhook."""

    webhook_id: int
    label: str


@dataclass(frozen=True, kw_only=True)
class WebhookCreated(WebhookEvent, subject="webhook_id"):
    """A program is told of events from now on."""


@dataclass(frozen=True, kw_only=True)
class WebhookEdited(WebhookEvent, subject="webhook_id"):
    """A webhook got another address, other events, another secret, or goes on after a stop."""


@dataclass(frozen=True, kw_only=True)
class WebhookStopped(WebhookEvent, subject="webhook_id"):
    """A webhook is told nothing for the time being."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class WebhookRemoved(WebhookEvent, subject="webhook_id"):
    """A webhook is gone, with its log."""


@dataclass(frozen=True, kw_only=True)
class DeliveryAsked(Event, subject="webhook_id"):
    """Something is to be sent at once: a test, a message again, or what waited."""

    webhook_id: int
