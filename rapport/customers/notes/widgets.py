"""Widget: what colleagues wrote about one's customers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.core.home.widgets import Reader, Widget
from rapport.customers.notes.models import Mention, Note

SHOWN = 6
LATELY = 20_000  # notes of the whole company among which those about her customers are looked for


def read(reader: Reader) -> dict[str, Any]:
    """Return the newest notes of colleagues about her customers, and those that mention her."""
    user = reader.user
    newest = Note.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    to_her = Mention.objects.filter(user=user).order_by("-note_id")
    mentioned = list(to_her.values_list("note_id", flat=True)[: 2 * SHOWN])
    hers = Q(pk__in=mentioned) | Q(pk__gt=newest - LATELY, party__owner=user)
    notes = Note.objects.visible_to(user).kept().filter(party__trashed_at=None)
    found = notes.filter(hers).exclude(author=user).select_related("party", "author")
    return {"notes": list(found.order_by("-pk")[:SHOWN])}


NOTES = Widget(
    name="notes",
    label=_("Notes about your customers"),
    text=_("What colleagues wrote about your customers, or to you, newest first."),
    icon="note",
    template="customers/notes/widget.html",
    read=read,
    right="customers.view_party",
    refresh_on="NoteWritten,NoteEdited,NoteDeleted",
)
