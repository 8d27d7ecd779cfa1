"""Making, mapping and ending incoming hooks; receiving what they are sent, and taking it in."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.access.queries import reach
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid
from rapport.core.events.actions import publish
from rapport.core.imports.actions import OutsideReach
from rapport.core.imports.guess import guess
from rapport.core.imports.kinds import kind_of
from rapport.core.imports.models import Match
from rapport.core.incoming.events import IncomingHookChanged, MessageReceived
from rapport.core.incoming.models import IncomingHook, IncomingMessage, MessageState
from rapport.core.incoming.paths import cells, headings, joined, paths_of
from rapport.core.incoming.queries import digest_of, offered
from rapport.core.sentences import NO_NAME, NOT_OFFERED

MANAGE = "core.manage_webhooks"
TAKES_IN = "core.import_data"
MOST, MOST_WAITING = 50, 10_000
KEPT = timedelta(days=30)


class TooManyHooks(Conflict):
    """There are 50 incoming hooks already. Remove one that is no longer used."""


class NotMapped(Conflict):
    """Say first what the parts of a message become."""


class NothingIn(Invalid):
    """A message is a JSON object with at least one value, such as {"name": "王伟"}."""


@action
def create_incoming_hook(
    *, by: User, at: datetime, name: str, kind: str
) -> tuple[IncomingHook, str]:
    """Open an address for another program; return the hook and the key in its address, shown once and never again."""
    require(by, MANAGE)
    require(by, TAKES_IN)
    name = _name(name)
    if kind not in offered():
        raise Invalid({"kind": str(NOT_OFFERED)})
    if IncomingHook.objects.count() >= MOST:
        raise TooManyHooks
    key = secrets.token_urlsafe(32)
    options = {one.name: one.default for one in kind_of(kind).options}
    hook = IncomingHook.objects.create(
        name=name,
        kind=kind,
        prefix=key[:6],
        digest=digest_of(key),
        runs_as=by,
        owner=by,
        options={"day_order": "ymd", "decimal": ".", "country": "", **options},
    )
    publish(IncomingHookChanged(hook_id=hook.pk, label=name), by=by, at=at)
    return hook, key


@action
def map_incoming_hook(
    hook_id: int,
    *,
    by: User,
    at: datetime,
    mapping: dict[str, int],
    options: dict[str, Any],
    match: str,
    owner_id: int,
    version: int | None = None,
) -> IncomingHook:
    """Say what the parts of a message become. It then acts with the rights of who said so.

    Messages that were kept are taken in. Errors: OutsideReach, Invalid.
    """
    hook = require_row(by, MANAGE, IncomingHook, hook_id, version=version)
    require(by, TAKES_IN)
    kind = kind_of(hook.kind, hook.runs_as)
    require(by, kind.right)
    scope = reach(by, kind.right)
    known = User.objects.filter(pk=owner_id, left_at=None, is_system=False).exists()
    if not known or not (scope.everything or owner_id in scope.owner_ids):
        raise OutsideReach({"owner": OutsideReach().sentence()})
    if match not in Match.values:
        raise Invalid({"match": str(NOT_OFFERED)})
    fields, many = {one.name for one in kind.fields}, len(hook.columns)
    hook.mapping = {n: i for n, i in mapping.items() if n in fields and 0 <= i < many}
    if not hook.mapping:
        raise NotMapped
    hook.options, hook.match, hook.owner_id, hook.runs_as = options, match, owner_id, by
    hook.mapped_at, hook.sample = at, None
    hook.save()
    kept = IncomingMessage.objects.select_for_update().filter(hook=hook, state=MessageState.KEPT)
    for message in kept.order_by("pk")[:MOST_WAITING]:
        queue(message, sender=by, at=at)
    publish(IncomingHookChanged(hook_id=hook.pk, label=hook.name), by=by, at=at)
    return hook


@action
def show_sample(hook_id: int, *, by: User, at: datetime, body: Any) -> IncomingHook:
    """Keep a message as the sample by which is mapped; its paths join those known, and a first mapping is guessed."""
    hook = require_row(by, MANAGE, IncomingHook, hook_id)
    if not isinstance(body, dict) or not paths_of(body):
        raise NothingIn(fields={"sample": NothingIn().sentence()})
    hook.sample = body
    learn(hook, body)
    return hook


@action
def rotate_incoming_hook(hook_id: int, *, by: User, at: datetime) -> tuple[IncomingHook, str]:
    """Give a hook another address and return its key; the old one is gone at once."""
    hook = require_row(by, MANAGE, IncomingHook, hook_id)
    key = secrets.token_urlsafe(32)
    hook.prefix, hook.digest = key[:6], digest_of(key)
    hook.save(update_fields=["prefix", "digest"])
    publish(IncomingHookChanged(hook_id=hook.pk, label=hook.name), by=by, at=at)
    return hook, key


@action
def switch_incoming_hook(hook_id: int, *, by: User, at: datetime, is_on: bool) -> IncomingHook:
    """Let a hook take nothing for the time being, or go on."""
    hook = require_row(by, MANAGE, IncomingHook, hook_id)
    hook.stopped_at = None if is_on else at
    hook.save(update_fields=["stopped_at"])
    publish(IncomingHookChanged(hook_id=hook.pk, label=hook.name), by=by, at=at)
    return hook


@action
def remove_incoming_hook(hook_id: int, *, by: User, at: datetime) -> None:
    """Close an address; what was received is forgotten, the records stay."""
    hook = require_row(by, MANAGE, IncomingHook, hook_id)
    hook.delete()
    publish(IncomingHookChanged(hook_id=hook_id, label=hook.name), by=by, at=at)


def queue(message: IncomingMessage, *, sender: User, at: datetime) -> None:
    """Let a message be taken in. A part of the verbs that ask for it."""
    message.state, message.outcome, message.reason = MessageState.WAITING, "", ""
    message.save(update_fields=["state", "outcome", "reason"])
    publish(MessageReceived(message_id=message.pk), by=sender, at=at)


def learn(hook: IncomingHook, body: Any) -> None:
    """Add the paths that are new, and guess what they become while nobody has said so."""
    columns = joined(hook.columns, body)
    if columns == hook.columns and hook.sample is None:
        return
    hook.columns = columns
    if hook.mapped_at is None:
        hook.mapping = guess(
            kind_of(hook.kind, hook.runs_as), headings(columns), [cells(body, columns)]
        )
    hook.save(update_fields=["columns", "mapping", "sample"])


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 100 or "\0" in name:
        raise Invalid({"name": str(NO_NAME)})
    return name
