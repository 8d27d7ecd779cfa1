"""An incoming hook for people, mapped by a sample."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from rapport.core.imports.kinds import kind_of
from rapport.core.incoming.actions import create_incoming_hook, map_incoming_hook, show_sample
from rapport.core.incoming.jobs import take_in
from rapport.core.incoming.models import IncomingMessage

SAMPLE = {
    "event": "signup",
    "contact": {"family": "王", "given": "伟", "email": "wang@example.com"},
    "tags": ["a", "b"],
}


@pytest.fixture
def fresh(admin: Any, at: Any) -> Any:
    """A hook that nobody mapped yet, and its key."""
    return create_incoming_hook(by=admin, at=at, name="Website", kind="people")


@pytest.fixture
def mapped(admin: Any, at: Any, fresh: Any) -> Any:
    """A hook that takes in, and its key."""
    hook, key = fresh
    hook = show_sample(hook.pk, by=admin, at=at, body=SAMPLE)
    options = {"day_order": "ymd", "decimal": ".", "country": ""}
    options |= {one.name: one.default for one in kind_of("people").options}
    hook = map_incoming_hook(
        hook.pk,
        by=admin,
        at=at,
        mapping=hook.mapping,
        options=options,
        match="update",
        owner_id=admin.pk,
    )
    return hook, key


@pytest.fixture
def post() -> Any:
    """Send a message as another program does: no session, no token."""

    def send(key: str, body: Any, **headers: str) -> Any:
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        return client.post(
            f"/incoming/{key}", text, content_type="application/json", headers=headers
        )

    return send


@pytest.fixture
def work() -> Any:
    """Do what the worker does with what waits."""
    from rapport.core.incoming.events import MessageReceived

    def run() -> list[IncomingMessage]:
        for message in IncomingMessage.objects.filter(state="waiting").order_by("pk"):
            take_in(MessageReceived(message_id=message.pk), by=None, at=None)
        return list(IncomingMessage.objects.order_by("pk"))

    return run
