"""Notes about a customer as they stand on the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.access.models import User
from rapport.customers.notes.models import Note
from rapport.touchpoints.timeline.entries import COUNTED, Asked, Entry, Filter, Source

SHOWN = 400


def entries(asked: Asked) -> Iterable[Entry]:
    """Return a page of notes."""
    rows = Note.objects.kept()
    if asked.words:
        rows = rows.filter(body__icontains=asked.words)
    for note in asked.cut(rows, "note", "written_at").select_related("author"):
        yield Entry(
            source="note",
            id=note.pk,
            party_id=note.party_id,
            at=note.written_at,
            icon="note",
            title=_("Note"),
            what=_("by %(name)s") % {"name": note.author.name},
            body=note.body[:SHOWN],
        )


def counts(_user: User, parties: Sequence[int]) -> Mapping[str, int]:
    """Return how many notes there are."""
    rows = Note.objects.kept().filter(party_id__in=parties).values_list("pk", flat=True)
    return {"note": len(rows[:COUNTED])}


NOTES = Source(
    "note",
    [Filter("note", gettext_lazy("Notes"), "note")],
    entries,
    counts,
    ["NoteWritten", "NoteEdited", "NoteDeleted"],
)
