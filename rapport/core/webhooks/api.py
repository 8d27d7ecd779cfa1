"""Webhooks over the API: a program may set up its own."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status

from rapport.core.access.caller import caller
from rapport.core.rest.conditional import if_match
from rapport.core.rest.parts import AskedPart, newest
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Filled50, Filled100, Filled500, Id, Input, Moment, Rows
from rapport.core.webhooks import actions
from rapport.core.webhooks.models import Webhook, WebhookDelivery
from rapport.core.webhooks.queries import delivery_of, webhook_of, webhooks_of

router = Router(tags=["webhooks"])


class WebhookIn(Input):
    """Where messages go, and which events they tell of."""

    name: Filled100
    address: Filled500
    events: Annotated[list[Filled50], Field(min_length=1, max_length=100)]


class WebhookOut(Schema):
    """A webhook. `secret` is told once, by the answer that made it."""

    id: int
    name: str
    address: str
    events: list[str]
    owner_id: int
    stopped_at: datetime | None
    stop_reason: str
    secret: str | None = None
    version: int


class DeliveryOut(Schema):
    """One message of the log."""

    id: int
    webhook_id: int
    event_id: int | None
    event: str
    message: str
    state: str
    attempts: int
    due_at: datetime | None
    created_at: datetime


class Since(Input):
    """From when on."""

    since: Moment


class Again(Schema):
    """How many messages are sent again."""

    count: int


def _told(hook: Webhook, secret: str | None = None) -> WebhookOut:
    fields = {name: getattr(hook, name) for name in WebhookOut.model_fields if name != "secret"}
    return WebhookOut(**fields, secret=secret)


WEBHOOK = Resource(
    router, "/webhooks/{webhook_id}", WebhookOut, webhook_of, lambda _user, hook: _told(hook)
)


@router.get("/webhooks", response=list[WebhookOut], summary="List the webhooks")
def list_webhooks(request: HttpRequest) -> list[WebhookOut]:
    """List the webhooks that you manage."""
    return [_told(hook) for hook in webhooks_of(caller(request))]


@router.post("/webhooks", response={201: WebhookOut}, summary="Add a webhook")
def post_webhook(request: HttpRequest, payload: WebhookIn) -> Any:
    """Tell a program of events from now on. The answer holds the secret, and no later one does."""
    hook, secret = actions.create_webhook(
        by=caller(request), at=timezone.now(), **payload.model_dump()
    )
    hook.refresh_from_db()
    return Status(201, _told(hook, secret))


@WEBHOOK.get("Read a webhook")
def get_webhook(request: HttpRequest, webhook_id: Id) -> None:
    """Read one webhook."""


@WEBHOOK.put("Change a webhook")
def put_webhook(request: HttpRequest, webhook_id: Id, payload: WebhookIn) -> None:
    """Change where it leads and of what it is told. It is yours from then on."""
    actions.edit_webhook(
        webhook_id,
        by=caller(request),
        at=timezone.now(),
        version=if_match(request),
        **payload.model_dump(),
    )


@router.delete("/webhooks/{webhook_id}", response={204: None}, summary="Remove a webhook")
def delete_webhook(request: HttpRequest, webhook_id: Id) -> None:
    """Remove a webhook with its log."""
    actions.remove_webhook(webhook_id, by=caller(request), at=timezone.now())


@router.post("/webhooks/{webhook_id}/rotate", response=WebhookOut, summary="Give a new secret")
def rotate_webhook(request: HttpRequest, webhook_id: Id) -> WebhookOut:
    """Give it another secret, told by this answer; for 24 hours messages are signed by both."""
    hook, secret = actions.rotate_webhook(webhook_id, by=caller(request), at=timezone.now())
    hook.refresh_from_db()
    return _told(hook, secret)


@WEBHOOK.verb("pause", "Pause a webhook")
def pause_webhook(request: HttpRequest, webhook_id: Id) -> None:
    """Tell it nothing until it is resumed."""
    actions.pause_webhook(webhook_id, by=caller(request), at=timezone.now())


@WEBHOOK.verb("resume", "Resume a webhook")
def resume_webhook(request: HttpRequest, webhook_id: Id) -> None:
    """Let it go on, with what waited."""
    actions.resume_webhook(webhook_id, by=caller(request), at=timezone.now())


@router.post("/webhooks/{webhook_id}/test", response={201: DeliveryOut}, summary="Send a test")
def post_test(request: HttpRequest, webhook_id: Id) -> Any:
    """Queue a message that only says that it is a test."""
    row = actions.test_webhook(webhook_id, by=caller(request), at=timezone.now())
    return Status(201, row)


@router.get("/webhooks/{webhook_id}/messages", response=Rows[DeliveryOut], summary="Read the log")
def list_messages(request: HttpRequest, webhook_id: Id, asked: Query[AskedPart]) -> HttpResponse:
    """List what was sent or waits, newest first, for 30 days."""
    rows = WebhookDelivery.objects.filter(webhook=webhook_of(caller(request), webhook_id))
    return newest(request, rows, asked, DeliveryOut.from_orm)


@router.post("/webhooks/{webhook_id}/resend", response=Again, summary="Send all failed again")
def resend_messages(request: HttpRequest, webhook_id: Id, payload: Since) -> Again:
    """Queue again what failed since a moment."""
    count = actions.resend_failed(
        webhook_id, by=caller(request), at=timezone.now(), since=payload.since
    )
    return Again(count=count)


@router.post("/webhook-messages/{delivery_id}/resend", response=DeliveryOut, summary="Send again")
def resend_message(request: HttpRequest, delivery_id: Id) -> WebhookDelivery:
    """Queue one message again, under the same number."""
    actions.resend_delivery(delivery_id, by=caller(request), at=timezone.now())
    return delivery_of(caller(request), delivery_id)
