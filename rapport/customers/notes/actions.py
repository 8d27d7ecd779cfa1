"""Writing, editing and deleting notes."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from rapport.core.access.actions import require, require_row
from rapport.core.access.models import User
from rapport.core.action import action
from rapport.core.errors import Conflict, Invalid, NotAllowed
from rapport.core.events.actions import publish
from rapport.core.notifications.actions import notify
from rapport.core.search.kinds import kinds
from rapport.customers.notes.events import NoteDeleted, NoteEdited, NoteMentioned, NoteWritten
from rapport.customers.notes.mentions import AT, mentioned
from rapport.customers.notes.models import Mention, Note
from rapport.customers.parties.editing import InTheTrash, require_party
from rapport.customers.parties.models import Party

LONGEST = 20_000


class EmptyNote(Invalid):
    """Write something first."""


class NoteTooLong(Invalid):
    """A note has at most 20,000 characters. Attach a file instead."""


class CannotSeeIt(Invalid):
    """%(name)s cannot see this record. Share it first, or leave out the @."""


class SomebodyElsesNote(NotAllowed):
    """Only the one who wrote this note can change it."""


class NoteIsDeleted(Conflict):
    """This note was deleted."""


@action
def write_note(party_id: int, *, by: User, at: datetime, body: str) -> Note:
    """Write something down about a party; colleagues named by @ are told."""
    party = require_party(by, "customers.write_note", party_id)
    note = Note(party=party, author=by, body=_checked(body), written_at=at)
    told = _mentioned(note.body, party)
    note.save()
    publish(NoteWritten(note_id=note.pk, party_id=party.pk), by=by, at=at)
    _tell(note, told, by, at)
    return note


@action
def edit_note(
    note_id: int, *, by: User, at: datetime, body: str, version: int | None = None
) -> Note:
    """Correct one's own note; who is newly named by @ is told."""
    note = require_row(by, "customers.edit_note", Note, note_id, version=version)
    _check_own(note, by)
    if note.party.is_trashed:
        raise InTheTrash
    note.body, note.edited_at = _checked(body), at
    told = _mentioned(note.body, note.party)
    note.save()
    publish(NoteEdited(note_id=note.pk, party_id=note.party_id), by=by, at=at)
    _tell(note, told, by, at)
    return note


@action
def delete_note(note_id: int, *, by: User, at: datetime, version: int | None = None) -> Note:
    """Delete one's own note."""
    note = require_row(by, "customers.delete_note", Note, note_id, version=version)
    _check_own(note, by)
    note.trashed_at = at
    note.save(update_fields=["trashed_at"])
    publish(NoteDeleted(note_id=note.pk, party_id=note.party_id), by=by, at=at)
    return note


@action
def tell_mentioned(note_id: int, user_id: int, *, by: User, at: datetime) -> None:
    """Tell a colleague that a note names her; once, however often this runs."""
    require(by, "customers.write_note")
    note = Note.objects.kept().select_related("party").filter(pk=note_id).first()
    if note is None:
        return
    party = note.party
    notify(
        [user_id],
        "mention",
        {"by": by.name, "party": party.display_name},
        sender=by,
        at=at,
        link=reverse(kinds()[party.kind].page, args=[party.pk]),
        party_id=party.pk,
        once=f"mention:{note_id}",
    )


def _checked(body: str) -> str:
    body = body.replace("\r\n", "\n").strip()
    if not body:
        raise EmptyNote(fields={"body": EmptyNote().sentence()})
    if len(body) > LONGEST:
        raise NoteTooLong(fields={"body": NoteTooLong().sentence()})
    return body


def _check_own(note: Note, by: User) -> None:
    if note.author_id != by.pk:
        raise SomebodyElsesNote
    if note.trashed_at is not None:
        raise NoteIsDeleted


def _mentioned(body: str, party: Party) -> list[User]:
    """Return the colleagues named in the text. Errors: CannotSeeIt when one of them may not read the record."""
    if not AT.search(body):
        return []
    here = {user.pk: user for user in User.objects.filter(left_at=None, is_system=False)}
    told = [here[pk] for pk in mentioned(body, {pk: user.name for pk, user in here.items()})]
    for user in told:
        if not Party.objects.visible_to(user).filter(pk=party.pk).exists():
            sentence = CannotSeeIt(name=user.name).sentence()
            raise CannotSeeIt(fields={"body": sentence}, name=user.name)
    return told


def _tell(note: Note, told: list[User], by: User, at: datetime) -> None:
    before = set(Mention.objects.filter(note=note).values_list("user_id", flat=True))
    new = [user for user in told if user.pk not in before and user.pk != by.pk]
    Mention.objects.bulk_create([Mention(note=note, user=user) for user in new])
    for user in new:
        publish(
            NoteMentioned(note_id=note.pk, party_id=note.party_id, user_id=user.pk), by=by, at=at
        )
