"""Widget: what colleagues wrote about one's customers."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rapport.core.home.widgets import Reader, Widget
from rapport.customers.notes.models import Note

SHOWN = 6


def read(reader: Reader) -> dict[str, Any]:
    """Return the newest notes of colleagues about her customers, and those that mention her."""
    user = reader.user
    notes = Note.objects.visible_to(user).kept().filter(party__trashed_at=None)
    hers = Q(party__owner=user) | Q(mentions__user=user)
    found = notes.filter(hers).exclude(author=user).select_related("party", "author")
    return {"notes": list(found.order_by("-id").distinct()[:SHOWN])}


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
