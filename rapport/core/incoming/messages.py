"""Receiving what incoming hooks are sent, taking it in, and taking that back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.action import action, current_group
from rapport.core.errors import Conflict, Missing, TooMany
from rapport.core.events.actions import publish
from rapport.core.imports import staging, writing
from rapport.core.imports.kinds import kind_of
from rapport.core.imports.models import Outcome
from rapport.core.imports.queries import batch_of, stager_of
from rapport.core.incoming.actions import (
    MANAGE,
    MOST_WAITING,
    TAKES_IN,
    NothingIn,
    NotMapped,
    learn,
    queue,
)
from rapport.core.incoming.events import MessageTakenIn
from rapport.core.incoming.models import IncomingHook, IncomingMessage, MessageState
from rapport.core.incoming.paths import cells, paths_of
from rapport.core.incoming.queries import hook_by_key
from rapport.core.search.rebuilding import rebuild
from rapport.core.undo.actions import NothingToUndo, undo

KEPT = timedelta(days=30)


class NothingWritten(Conflict):
    """This message wrote nothing that could be taken back."""


class ChangedSince(Conflict):
    """The record was changed since, so it stays as it is. Change it by hand."""


class TooManyWaiting(TooMany):
    """Too many messages wait to be taken in. Send this one again later."""


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
    learn(hook, body)
    message = IncomingMessage.objects.create(
        hook=hook, key=key, body=body, received_at=at, state=MessageState.KEPT
    )
    if hook.mapped_at is not None:
        queue(message, sender=by, at=at)
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
    staging.finish(table, kind, match=hook.match, options=hook.options)
    batch = batch_of(hook, by, at, 1, 1, table=table)
    if kind.prepare is not None:
        for name, ids in kind.prepare(batch).items():
            rebuild(name, ids)
    kind.decide(batch)
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
    message = _managed(message_id, by)
    if message.hook.mapped_at is None:
        raise NotMapped
    queue(message, sender=by, at=at)
    return message


@action
def undo_message(message_id: int, *, by: User, at: datetime) -> IncomingMessage:
    """Take back what a message wrote; it may be taken in again. Errors: NothingWritten, ChangedSince."""
    require(by, TAKES_IN)
    message = _managed(message_id, by)
    if not message.can_be_undone or message.group is None:
        raise NothingWritten
    try:
        restored = undo(message.group, by=by, at=at)
    except NothingToUndo:
        raise NothingWritten from None
    if restored.refused_count:
        raise ChangedSince  # and nothing of it stays taken back
    if message.outcome == Outcome.CREATED:
        message.target_id = None
    message.state = MessageState.UNDONE
    message.save(update_fields=["state", "target_id"])
    return message


def forget_messages(*, at: datetime) -> int:
    """Delete what was received more than thirty days ago; the records stay."""
    return IncomingMessage.objects.filter(received_at__lt=at - KEPT).delete()[0]


def _managed(message_id: int, by: User) -> IncomingMessage:
    """Return a message, locked, of a hook that the user manages. Errors: Missing."""
    hooks = IncomingHook.objects.visible_to(by)
    rows = IncomingMessage.objects.select_for_update(of=("self",)).select_related("hook")
    message = rows.filter(pk=message_id, hook__in=hooks).first()
    if message is None:
        raise Missing
    require_row(by, MANAGE, IncomingHook, message.hook_id)
    return message
