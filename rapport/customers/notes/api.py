"""Notes, over the API."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Query, Router, Schema

from rapport.core.access.caller import caller
from rapport.core.rest.conditional import TAGGED, if_match
from rapport.core.rest.parts import AskedPart, newest
from rapport.core.rest.resource import Resource
from rapport.core.rest.schemas import FilledText, Id, Input, Rows
from rapport.customers.notes.actions import delete_note, edit_note, write_note
from rapport.customers.notes.models import Note
from rapport.customers.notes.queries import all_notes_of, note_of
from rapport.customers.parties.queries import party_of

router = Router(tags=["notes"])


class NoteIn(Input):
    """What is to be remembered; colleagues named by @ are told."""

    body: FilledText


class NoteOut(Schema):
    """A note about a party."""

    id: int
    party_id: int
    author_id: int
    body: str
    written_at: datetime
    edited_at: datetime | None
    version: int


NOTE = Resource(router, "/notes/{note_id}", NoteOut, note_of)


@router.get("/parties/{party_id}/notes", response=Rows[NoteOut], summary="List the notes")
def list_notes(request: HttpRequest, party_id: Id, asked: Query[AskedPart]) -> HttpResponse:
    """List the notes about a party, newest first."""
    notes = all_notes_of(party_of(caller(request), party_id))
    return newest(request, notes, asked, NoteOut.from_orm, by="written_at")


@NOTE.post("/parties/{party_id}/notes", "Write a note")
def post_note(request: HttpRequest, party_id: Id, payload: NoteIn) -> Note:
    """Write something down about a party."""
    return write_note(party_id, by=caller(request), at=timezone.now(), body=payload.body)


@NOTE.get("Read a note")
def get_note(request: HttpRequest, note_id: Id) -> None:
    """Read one note."""


@NOTE.put("Correct a note")
def put_note(request: HttpRequest, note_id: Id, payload: NoteIn) -> None:
    """Correct your own note."""
    edit_note(
        note_id,
        by=caller(request),
        at=timezone.now(),
        body=payload.body,
        version=if_match(request),
    )


@router.delete(
    "/notes/{note_id}", response={204: None}, openapi_extra=TAGGED, summary="Delete a note"
)
def delete_own_note(request: HttpRequest, note_id: Id) -> None:
    """Delete your own note."""
    delete_note(note_id, by=caller(request), at=timezone.now(), version=if_match(request))
