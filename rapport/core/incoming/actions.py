"""Making, mapping and ending incoming hooks; receiving what they are sent, and taking it in."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.access.queries import reach
from rapport.core.action import action, current_group
from rapport.core.errors import Conflict, Invalid, Missing, TooMany
from rapport.core.events.actions import publish
from rapport.core.imports import staging, writing
from rapport.core.imports.actions import OutsideReach
from rapport.core.imports.guess import guess
from rapport.core.imports.kinds import kind_of
from rapport.core.imports.models import Match
from rapport.core.imports.queries import batch_of, stager_of
from rapport.core.incoming.events import IncomingHookChanged, MessageReceived, MessageTakenIn
from rapport.core.incoming.models import IncomingHook, IncomingMessage, MessageState
from rapport.core.incoming.paths import cells, headings, joined, paths_of
from rapport.core.incoming.queries import digest_of, hook_by_key, offered
from rapport.core.search.rebuilding import rebuild
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


class TooManyWaiting(TooMany):
    """Too many messages wait to be taken in. Send this one again later."""


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
) -> IncomingHook:
    """Say what the parts of a message become. It then acts with the rights of who said so.

    Messages that were kept are taken in. Errors: OutsideReach, Invalid.
    """
    hook = require_row(by, MANAGE, IncomingHook, hook_id)
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
        _queue(message, by=by, at=at)
    publish(IncomingHookChanged(hook_id=hook.pk, label=hook.name), by=by, at=at)
    return hook


@action
def show_sample(hook_id: int, *, by: User, at: datetime, body: Any) -> IncomingHook:
    """Keep a message as the sample by which is mapped; its paths join those known, and a first mapping is guessed."""
    hook = require_row(by, MANAGE, IncomingHook, hook_id)
    if not isinstance(body, dict) or not paths_of(body):
        raise NothingIn(fields={"sample": NothingIn().sentence()})
    hook.sample = body
    _learn(hook, body)
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


@action
def receive_message(
    address_key: str, *, by: User, at: datetime, body: Any, key: str | None = None
) -> tuple[IncomingMessage, bool]:
    """Keep a message as it came and queue it; return it, and whether it is new. The same `key` comes in once.

    Errors: NoSuchHook, NothingIn, TooManyWaiting.
    """
    require(by, TAKES_IN)
    hook = IncomingHook.objects.select_for_update().get(pk=hook_by_key(address_key).pk)
    if not isinstance(body, dict) or not paths_of(body):
        raise NothingIn
    found = IncomingMessage.objects.filter(hook=hook, key=key).first() if key else None
    if found is not None:
        return found, False
    waiting = IncomingMessage.objects.filter(hook=hook, state=MessageState.WAITING)
    if waiting[MOST_WAITING - 1 :].exists():
        raise TooManyWaiting
    _learn(hook, body)
    message = IncomingMessage.objects.create(
        hook=hook, key=key, body=body, received_at=at, state=MessageState.KEPT
    )
    if hook.mapped_at is not None:
        _queue(message, by=by, at=at)
    return message, True


@action
def take_in_message(message_id: int, *, by: User, at: datetime) -> IncomingMessage | None:
    """Turn a message into a record by the import's own code, once; by whose rights the hook works.

    Errors: NotAllowed when the right was lost meanwhile.
    """
    require(by, TAKES_IN)
    rows = IncomingMessage.objects.select_for_update(of=("self",)).select_related("hook")
    message = rows.filter(pk=message_id, state=MessageState.WAITING).first()
    if message is None:
        return None
    hook, table = message.hook, f"incoming_{int(message.pk)}"
    kind, stager = kind_of(hook.kind, hook.runs_as), stager_of(hook)
    require(by, kind.right)
    staging.create(table, kind, temporary=True)
    staging.copy(table, stager.columns, [stager.stage(1, cells(message.body, hook.columns))])
    staging.finish(table, kind, match=hook.match)
    batch = batch_of(hook, by, at, 1, 1, table=table)
    if kind.prepare is not None:
        for name, ids in kind.prepare(batch).items():
            rebuild(name, ids)
    writing.write(kind, batch)
    ((outcome, reason, target),) = batch.ask("SELECT outcome, reason, target_id FROM {stage} s")
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {table}")
    message.outcome, message.reason, message.target_id = outcome or "error", reason or "", target
    is_bad = message.outcome == "error"
    message.state = MessageState.REFUSED if is_bad else MessageState.DONE
    message.group = current_group()
    message.save(update_fields=["outcome", "reason", "target_id", "state", "group"])
    told = MessageTakenIn(
        message_id=message.pk, kind=hook.kind, outcome=message.outcome, target_id=target
    )
    publish(told, by=by, at=at)
    return message


@action
def refuse_message(message_id: int, *, by: User, at: datetime, reason: str) -> None:
    """Note why a message could not be taken in."""
    require(by, TAKES_IN)
    rows = IncomingMessage.objects.filter(pk=message_id, state=MessageState.WAITING)
    rows.update(state=MessageState.REFUSED, outcome="error", reason=reason)


@action
def replay_message(message_id: int, *, by: User, at: datetime) -> IncomingMessage:
    """Take a message in once more, with the mapping as it is now. Errors: NotMapped."""
    require(by, MANAGE)
    hooks = IncomingHook.objects.visible_to(by)
    rows = IncomingMessage.objects.select_for_update(of=("self",)).select_related("hook")
    message = rows.filter(pk=message_id, hook__in=hooks).first()
    if message is None:
        raise Missing
    require_row(by, MANAGE, IncomingHook, message.hook_id)
    if message.hook.mapped_at is None:
        raise NotMapped
    _queue(message, by=by, at=at)
    return message


def forget_messages(*, at: datetime) -> int:
    """Delete what was received more than thirty days ago; the records stay."""
    return IncomingMessage.objects.filter(received_at__lt=at - KEPT).delete()[0]


def _learn(hook: IncomingHook, body: Any) -> None:
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


def _queue(message: IncomingMessage, *, by: User, at: datetime) -> None:
    message.state, message.outcome, message.reason = MessageState.WAITING, "", ""
    message.save(update_fields=["state", "outcome", "reason"])
    publish(MessageReceived(message_id=message.pk), by=by, at=at)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not name or len(name) > 100 or "\0" in name:
        raise Invalid({"name": str(NO_NAME)})
    return name
