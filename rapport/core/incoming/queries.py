"""Reading incoming hooks and what they received."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.urls import reverse

from rapport.core.access.models import AccessQuerySet, User
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.imports.kinds import ImportKind, kind_of, kinds
from rapport.core.imports.queries import PreviewRow, preview
from rapport.core.incoming.models import IncomingHook, IncomingMessage, MessageState
from rapport.core.incoming.paths import cells
from rapport.core.lists.log import Log, log_page


class NoSuchHook(Missing):
    """There is no such address. Ask whoever set it up for the present one."""


def digest_of(key: str) -> str:
    """Return what is stored of the key in an address; it is long and random, so a plain hash keeps it safe."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def offered() -> dict[str, ImportKind]:
    """Return what a message can become: each kind of which one row is one record."""
    return {name: kind for name, kind in kinds().items() if not kind.unit}


def hooks_of(user: User) -> AccessQuerySet[IncomingHook]:
    """Return the incoming hooks that the user manages, by name."""
    return IncomingHook.objects.visible_to(user).select_related("runs_as").order_by("name", "pk")


def hook_of(user: User, hook_id: int) -> IncomingHook:
    """Return one. Errors: Missing."""
    found = hooks_of(user).filter(pk=hook_id).first()
    if found is None:
        raise Missing
    return found


def hook_by_key(key: str) -> IncomingHook:
    """Return the hook of an address. Errors: NoSuchHook, also when it is stopped or its user left."""
    found = IncomingHook.objects.select_related("runs_as").filter(digest=digest_of(key)).first()
    if found is None or found.is_stopped or not found.runs_as.is_active:
        raise NoSuchHook
    return found


def log_of(hook: IncomingHook, *, state: str = "", after: str = "") -> Log[IncomingMessage]:
    """Return a page of what was received, of one state when asked."""
    rows = IncomingMessage.objects.filter(hook=hook).defer("body")
    if state in MessageState.values:
        rows = rows.filter(state=state)
    return log_page(rows, "incoming", after=after)


def message_of(user: User, message_id: int) -> IncomingMessage:
    """Return one message with its hook. Errors: Missing."""
    rows = IncomingMessage.objects.select_related("hook", "hook__runs_as")
    hooks = IncomingHook.objects.visible_to(user)
    found = rows.filter(pk=message_id, hook__in=hooks).first()
    if found is None:
        raise Missing
    return found


def record_address(kind_name: str, target_id: int | None) -> str:
    """Return where the record stands that a message became."""
    found = listed("search").get(next(iter(kind_of(kind_name).indexed), ""))
    return reverse(found.page, args=[target_id]) if found and target_id else ""


def tried(hook: IncomingHook, body: Any, *, by: User, at: datetime) -> PreviewRow:
    """Return what would become of a message; nothing is kept."""
    (row,) = preview(hook, [cells(body, hook.columns)], by=by, at=at)
    return row


def sample_of(hook: IncomingHook, user: User) -> Any:
    """Return a message to map by: the one that was pasted, else the last received; None without any.

    What others' hooks received is theirs alone.
    """
    if hook.runs_as_id != user.pk:
        return None
    if hook.sample is not None:
        return hook.sample
    return (
        IncomingMessage.objects.filter(hook=hook)
        .order_by("-id")
        .values_list("body", flat=True)
        .first()
    )
