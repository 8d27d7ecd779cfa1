"""Keeping what was shared from another app, and putting it on a customer's record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Invalid, Missing
from rapport.core.files.actions import attach_kept, keep_file
from rapport.customers.cards.reading import is_card, read_card
from rapport.customers.notes.actions import LONGEST, write_note
from rapport.customers.parties.editing import require_party
from rapport.customers.parties.models import Party
from rapport.customers.received.holding import opened, sealed
from rapport.customers.received.models import Held, Received, ReceivedFile

KEPT = timedelta(days=7)
FILES = 10
HELD_FOR = timedelta(minutes=30)
HELD_BYTES = 8_000_000
HELD_MOST = 20
Upload = tuple[str, Iterable[bytes]]


class NothingShared(Invalid):
    """Nothing arrived. Share a text, a link, a picture or a contact."""


class TooManyShared(Invalid):
    """At most 10 files can be shared at once. Share them in parts."""


class TooMuchToHold(Invalid):
    """This is too much to keep until you are signed in. Sign in, then share it again."""


@action
def receive(*, by: User, at: datetime, text: str, files: Sequence[Upload] = ()) -> Received:
    """Keep what a colleague shared until she says whom it is about; what she left for a week is forgotten.

    Errors: NothingShared, TooManyShared, and those of files.
    """
    require(by, "customers.write_note")
    text = text.replace("\0", "").strip()[:LONGEST]
    if not text and not files:
        raise NothingShared
    if len(files) > FILES:
        raise TooManyShared
    Received.objects.filter(user=by, received_at__lt=at - KEPT).delete()
    card = read_card(text) if is_card(text) else {}
    row = Received.objects.create(user=by, text="" if card else text, card=card, received_at=at)
    for name, chunks in files:
        ReceivedFile.objects.create(received=row, file=keep_file(name, chunks, owner=by))
    return row


@action
def hold(*, by: User, at: datetime, text: str, files: Sequence[Upload] = ()) -> UUID:
    """Keep what was shared while nobody was signed in, sealed, until she is; a stranger can fill no more than a little.

    Returns its key, which belongs into the session. Errors: NothingShared, TooManyShared, TooMuchToHold.
    """
    require(by, "customers.write_note")
    text = text.replace("\0", "").strip()[:LONGEST]
    if not text and not files:
        raise NothingShared
    if len(files) > FILES:
        raise TooManyShared
    contents = [(name, b"".join(chunks)) for name, chunks in files]
    forget_held(by=by, at=at)
    if sum(len(content) for _name, content in contents) > HELD_BYTES:
        raise TooMuchToHold
    if Held.objects.count() >= HELD_MOST:
        raise TooMuchToHold
    return Held.objects.create(sealed=sealed(text, contents), held_at=at).pk


@action
def receive_held(key: str, *, by: User, at: datetime) -> Received | None:
    """Keep as her own what was shared before she signed in; nothing when it was forgotten meanwhile.

    Errors: those of `receive`.
    """
    require(by, "customers.write_note")
    row = Held.objects.select_for_update().filter(pk=key, held_at__gt=at - HELD_FOR).first()
    if row is None:
        return None
    text, files = opened(row.sealed)
    row.delete()
    return receive(by=by, at=at, text=text, files=[(name, [content]) for name, content in files])


@action
def forget_held(*, by: User, at: datetime) -> int:
    """Forget what nobody signed in for within half an hour. May run twice."""
    require(by, "customers.write_note")
    return Held.objects.filter(held_at__lt=at - HELD_FOR).delete()[0]


@action
def place_received(
    received_id: int, *, party_id: int, by: User, at: datetime, body: str = ""
) -> Party:
    """Put what was shared on a customer's record: the text as a note, the files beside it.

    Errors: Missing, NotAllowed, InTheTrash, NothingShared, and those of notes.
    """
    party = require_party(by, "customers.write_note", party_id)
    row = _own(by, received_id)
    kept = list(row.files.values_list("file_id", flat=True))
    if not body.strip() and not kept:
        raise NothingShared(fields={"body": NothingShared().sentence()})
    if body.strip():
        write_note(party.pk, by=by, at=at, body=body)
    for file_id in kept:
        attach_kept("party", party.pk, file_id, by=by, at=at)
    row.delete()
    return party


@action
def discard_received(received_id: int, *, by: User, at: datetime) -> None:
    """Forget what was shared."""
    require(by, "customers.write_note")
    _own(by, received_id).delete()


def _own(by: User, received_id: int) -> Received:
    row = Received.objects.visible_to(by).select_for_update().filter(pk=received_id).first()
    if row is None:
        raise Missing
    return row
