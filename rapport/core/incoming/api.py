"""Incoming hooks over the API: a program may set up where another one hands in records."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema, Status

from rapport.core.access.caller import caller
from rapport.core.access.models import User
from rapport.core.errors import Invalid
from rapport.core.incoming import actions, messages
from rapport.core.incoming.models import IncomingHook, IncomingMessage
from rapport.core.incoming.queries import hook_of, hooks_of, message_of
from rapport.core.rest.conditional import if_match
from rapport.core.rest.parts import AskedPart, newest
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import Filled50, Filled100, FilledText, Id, Input, Key, Rows, Text2

router = Router(tags=["incoming hooks"])


class HookIn(Input):
    """What the messages become: `people` or `organizations`."""

    name: Filled100
    kind: Filled50


class SampleIn(Input):
    """A message as the other program will send it."""

    body: Annotated[dict[Filled100, Any], Field(max_length=200)]


class MappingIn(Input):
    """Field → path in the message, such as `{"email": "contact.email"}`, and how values are read."""

    mapping: Annotated[dict[Filled100, FilledText], Field(min_length=1, max_length=200)]
    match: Literal["skip", "update", "create"] = "update"
    owner_id: Key
    day_order: Literal["ymd", "dmy", "mdy"] = "ymd"
    decimal: Literal[".", ","] = "."
    country: Text2 = ""


class HookOut(Schema):
    """An incoming hook. `address` is told once, by the answer that made it."""

    id: int
    name: str
    kind: str
    prefix: str
    runs_as_id: int
    owner_id: int
    paths: list[str]
    mapping: dict[str, str]
    match: str
    mapped_at: datetime | None
    stopped_at: datetime | None
    address: str | None = None
    version: int


class MessageOut(Schema):
    """A message and what became of it; its body is told to whoever mapped the hook alone."""

    id: int
    hook_id: int
    key: str | None
    state: str
    outcome: str
    reason: str
    target_id: int | None
    received_at: datetime
    body: dict[str, Any] | None = None


def _told(hook: IncomingHook, key: str = "") -> HookOut:
    same = set(HookOut.model_fields) - {"paths", "mapping", "address"}
    address = settings.PUBLIC_URL.rstrip("/") + reverse("incoming:receive", args=[key or "x"])
    return HookOut(
        **{name: getattr(hook, name) for name in same},
        paths=hook.columns,
        mapping={name: hook.columns[index] for name, index in hook.mapping.items()},
        address=address if key else None,
    )


def _message(user: User, row: IncomingMessage, runs_as_id: int) -> MessageOut:
    names = set(MessageOut.model_fields) - {"body"}
    body = row.body if runs_as_id == user.pk else None
    return MessageOut(**{name: getattr(row, name) for name in names}, body=body)


HOOK = Resource(
    router, "/incoming-hooks/{hook_id}", HookOut, hook_of, lambda _user, hook: _told(hook)
)


@router.get("/incoming-hooks", response=list[HookOut], summary="List the incoming hooks")
def list_incoming_hooks(request: HttpRequest) -> list[HookOut]:
    """List the incoming hooks that you manage."""
    return [_told(hook) for hook in hooks_of(caller(request))]


@router.post("/incoming-hooks", response={201: HookOut}, summary="Add an incoming hook")
def post_incoming_hook(request: HttpRequest, payload: HookIn) -> Any:
    """Open an address. The answer holds it, and no later one does."""
    hook, key = actions.create_incoming_hook(
        by=caller(request), at=timezone.now(), **payload.model_dump()
    )
    hook.refresh_from_db()
    return Status(201, _told(hook, key))


@HOOK.get("Read an incoming hook")
def get_incoming_hook(request: HttpRequest, hook_id: Id) -> None:
    """Read one incoming hook."""


@HOOK.verb("sample", "Show a sample")
def show_incoming_sample(request: HttpRequest, hook_id: Id, payload: SampleIn) -> None:
    """Show it a message: its paths can be mapped from then on, and a first mapping is guessed."""
    actions.show_sample(hook_id, by=caller(request), at=timezone.now(), body=payload.body)


@router.put("/incoming-hooks/{hook_id}/mapping", response=HookOut, summary="Map the messages")
def put_incoming_mapping(request: HttpRequest, hook_id: Id, payload: MappingIn) -> HookOut:
    """Say what the parts of a message become. It acts with your rights from then on; messages that were kept are taken in."""
    user = caller(request)
    hook = hook_of(user, hook_id)
    hook = actions.map_incoming_hook(
        hook_id,
        by=user,
        at=timezone.now(),
        version=if_match(request),
        mapping=_indexes(hook, payload.mapping),
        options=hook.options | payload.model_dump(include={"day_order", "decimal", "country"}),
        match=payload.match,
        owner_id=payload.owner_id,
    )
    hook.refresh_from_db()
    return _told(hook)


@router.post("/incoming-hooks/{hook_id}/rotate", response=HookOut, summary="Give a new address")
def rotate_incoming_hook(request: HttpRequest, hook_id: Id) -> HookOut:
    """Give it another address, told by this answer; the old one is gone at once."""
    hook, key = actions.rotate_incoming_hook(hook_id, by=caller(request), at=timezone.now())
    hook.refresh_from_db()
    return _told(hook, key)


@HOOK.verb("stop", "Stop an incoming hook")
def stop_incoming_hook(request: HttpRequest, hook_id: Id) -> None:
    """Take nothing until it goes on."""
    actions.switch_incoming_hook(hook_id, by=caller(request), at=timezone.now(), is_on=False)


@HOOK.verb("resume", "Resume an incoming hook")
def resume_incoming_hook(request: HttpRequest, hook_id: Id) -> None:
    """Let it go on."""
    actions.switch_incoming_hook(hook_id, by=caller(request), at=timezone.now(), is_on=True)


@router.delete("/incoming-hooks/{hook_id}", response={204: None}, summary="Remove an incoming hook")
def delete_incoming_hook(request: HttpRequest, hook_id: Id) -> None:
    """Close the address with its log; the records stay."""
    actions.remove_incoming_hook(hook_id, by=caller(request), at=timezone.now())


@router.get("/incoming-hooks/{hook_id}/messages", response=Rows[MessageOut], summary="Read the log")
def list_incoming_messages(
    request: HttpRequest, hook_id: Id, asked: Query[AskedPart]
) -> HttpResponse:
    """List what was received and what became of it, newest first, for 30 days."""
    user = caller(request)
    hook = hook_of(user, hook_id)
    rows = IncomingMessage.objects.filter(hook=hook)
    return newest(request, rows, asked, lambda row: _message(user, row, hook.runs_as_id))


@router.get(
    "/incoming-messages/{incoming_id}", response=MessageOut, summary="Read a received message"
)
def get_incoming_message(request: HttpRequest, incoming_id: Id) -> MessageOut:
    """Read one message and what became of it."""
    user = caller(request)
    row = message_of(user, incoming_id)
    return _message(user, row, row.hook.runs_as_id)


@router.post(
    "/incoming-messages/{incoming_id}/replay", response=MessageOut, summary="Take in again"
)
def replay_incoming_message(request: HttpRequest, incoming_id: Id) -> MessageOut:
    """Take a message in once more, with the mapping as it is now."""
    messages.replay_message(incoming_id, by=caller(request), at=timezone.now())
    return get_incoming_message(request, incoming_id)


@router.post("/incoming-messages/{incoming_id}/undo", response=MessageOut, summary="Take back")
def undo_incoming_message(request: HttpRequest, incoming_id: Id) -> MessageOut:
    """Take back what a message wrote; it may be taken in again."""
    messages.undo_message(incoming_id, by=caller(request), at=timezone.now())
    return get_incoming_message(request, incoming_id)


def _indexes(hook: IncomingHook, mapping: dict[str, str]) -> dict[str, int]:
    """Return field → place of its path. Errors: Invalid, for a path that no message or sample had."""
    unknown = sorted(set(mapping.values()) - set(hook.columns))
    if unknown:
        said = _("No message and no sample had the path “%(path)s”. Show a sample first.")
        raise Invalid({"mapping": said % {"path": unknown[0]}})
    return {name: hook.columns.index(path) for name, path in mapping.items()}
