"""Keeping what was shared from another app, and putting it on a customer's record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from rapport.core.access.actions import require
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Invalid, Missing
from rapport.core.files.actions import attach_kept, keep_file
from rapport.customers.notes.actions import LONGEST, write_note
from rapport.customers.parties.editing import require_party
from rapport.customers.parties.models import Party
from rapport.customers.received.cards import is_card, read_card
from rapport.customers.received.models import Received, ReceivedFile

KEPT = timedelta(days=7)
FILES = 10
Upload = tuple[str, Iterable[bytes]]


class NothingShared(Invalid):
    """Nothing arrived. Share a text, a link, a picture or a contact."""


class TooManyShared(Invalid):
    """At most 10 files can be shared at once. Share them in parts."""


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
