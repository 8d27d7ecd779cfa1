"""Webhooks: the list, one with its log, one message, and what can be done about it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rapport.core.access.caller import caller
from rapport.core.errors import RapportError
from rapport.core.lists.log import sieve, turning
from rapport.core.pages.blame import blame
from rapport.core.pages.editing import Editing
from rapport.core.pages.guard import needs
from rapport.core.pages.rendering import go, page, toast
from rapport.core.pages.verbs import verb
from rapport.core.webhooks import actions, queries
from rapport.core.webhooks.feeds import TEST, feeds
from rapport.core.webhooks.forms import WebhookForm, shown
from rapport.core.webhooks.models import DeliveryState

MANAGE = actions.MANAGE
FAILED_SINCE = timedelta(days=30)
STATES = [
    (DeliveryState.WAITING.value, gettext_lazy("Waiting")),
    (DeliveryState.DELIVERED.value, pgettext_lazy("of a message", "Delivered")),
    (DeliveryState.FAILED.value, gettext_lazy("Failed")),
    (DeliveryState.WITHHELD.value, gettext_lazy("Withheld")),
]


@needs(MANAGE)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Show the webhooks."""
    return page(
        request,
        "core/webhooks/list.html",
        {"hooks": list(queries.webhooks_of(caller(request))), "now": timezone.now()},
    )


@needs(MANAGE)
@never_cache
def add(request: HttpRequest) -> HttpResponse:
    """Make a webhook; its secret is shown with this answer only."""
    form = WebhookForm(request.POST or None)
    if form.is_valid():
        try:
            hook, secret = actions.create_webhook(
                by=caller(request),
                at=timezone.now(),
                name=form.cleaned_data["name"],
                address=form.cleaned_data["address"],
                events=form.events(),
            )
        except RapportError as error:
            blame(form, error)
        else:
            return _secret(request, hook, secret)
    return page(
        request,
        "core/webhooks/edit.html",
        {"form": form, "hook": None},
        status=422 if form.errors else 200,
    )


@needs(MANAGE)
def edit(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Change a webhook."""
    hook = queries.webhook_of(caller(request), webhook_id)
    initial = shown(hook.name, hook.address, hook.events)
    editing = Editing(request, lambda data: WebhookForm(data, initial=initial), hook)
    form = editing.form
    if editing.is_ready:
        try:
            actions.edit_webhook(
                webhook_id,
                by=caller(request),
                at=timezone.now(),
                version=editing.version,
                name=form.cleaned_data["name"],
                address=form.cleaned_data["address"],
                events=form.events(),
            )
        except RapportError as error:
            blame(form, error)
        else:
            toast(request, _("Webhook saved."))
            return redirect("webhooks:open", webhook_id)
    return editing.show("core/webhooks/edit.html", {"hook": hook, "by": caller(request)})


@needs(MANAGE)
@require_GET
def open_one(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Show a webhook and its log."""
    hook = queries.webhook_of(caller(request), webhook_id)
    state, event = request.GET.get("state", ""), request.GET.get("event", "")
    after = request.GET.get("after", "")
    log = queries.log_of(hook, state=state, event=event, after=after)
    kept = {"state": state, "event": event}
    context = {
        "hook": hook,
        "log": log.rows,
        "states": sieve("state", STATES, kept, _("All")),
        "state": state,
        "event": event,
        "labels": _labels(),
        "failed": queries.failed_count(hook),
        **turning(log, kept, after),
        "is_moving": not after and any(row.state == DeliveryState.WAITING for row in log.rows[:3]),
        "address": request.get_full_path(),
    }
    block = "log" if request.headers.get("HX-Target") == "webhook-log" else None
    return page(request, "core/webhooks/open.html", context, block=block)


@needs(MANAGE)
@require_GET
def open_message(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Show one message: what was sent, and what was answered each time. Its content is shown to its owner alone."""
    row = queries.delivery_of(caller(request), delivery_id)
    sent = (
        {name: row.payload[name] for name in ("type", "timestamp", "data")} if row.payload else {}
    )
    payload = json.dumps(sent, ensure_ascii=False, indent=2) if sent else ""
    context = {
        "row": row,
        "hook": row.webhook,
        "label": _labels().get(row.event, row.event),
        "payload": payload if row.webhook.owner_id == caller(request).pk else "",
        "is_own": row.webhook.owner_id == caller(request).pk,
        "tries": list(row.tries.order_by("-id")[:50]),
    }
    return page(request, "core/webhooks/message.html", context)


@needs(MANAGE)
@require_POST
@never_cache
def rotate(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Give it another secret, shown with this answer only."""
    hook, secret = actions.rotate_webhook(webhook_id, by=caller(request), at=timezone.now())
    return _secret(request, hook, secret)


pause = verb(
    MANAGE,
    actions.pause_webhook,
    gettext_lazy("Paused. What happens meanwhile is not told."),
    "webhooks:open",
)
resume = verb(MANAGE, actions.resume_webhook, gettext_lazy("The webhook goes on."), "webhooks:open")
test = verb(
    MANAGE,
    actions.test_webhook,
    gettext_lazy("The test is on its way. Its answer appears in the log."),
    "webhooks:open",
)


@needs(MANAGE)
@require_POST
def again(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Send all again that failed."""
    now = timezone.now()
    count = actions.resend_failed(webhook_id, by=caller(request), at=now, since=now - FAILED_SINCE)
    told = ngettext("%(num)s message is sent again.", "%(num)s messages are sent again.", count)
    toast(request, told % {"num": count})
    return redirect("webhooks:open", webhook_id)


@needs(MANAGE)
@require_POST
def resend(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Send one message again."""
    row = actions.resend_delivery(delivery_id, by=caller(request), at=timezone.now())
    toast(request, _("The message is on its way again."))
    return redirect("webhooks:open", row.webhook_id)


@needs(MANAGE)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Ask, then remove it with its log."""
    hook = queries.webhook_of(caller(request), webhook_id)
    if request.method == "GET":
        return page(request, "core/webhooks/remove.html", {"hook": hook})
    actions.remove_webhook(webhook_id, by=caller(request), at=timezone.now())
    toast(request, _("“%(name)s” was removed.") % {"name": hook.name})
    return go(request, reverse("webhooks:list"))


def _secret(request: HttpRequest, hook: Any, secret: str) -> HttpResponse:
    return page(request, "core/webhooks/secret.html", {"hook": hook, "secret": secret})


def _labels() -> dict[str, Any]:
    return {TEST: _("Test"), **{name: feed.label for name, feed in feeds().items()}}
