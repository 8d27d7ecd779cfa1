"""The notes about a party."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rapport.core.access.caller import caller
from rapport.core.access.queries import may
from rapport.core.pages.dialogs import ask
from rapport.core.pages.editing import Editing
from rapport.core.pages.rendering import done, page, toast
from rapport.customers.notes import actions
from rapport.customers.notes.forms import NoteForm
from rapport.customers.notes.queries import colleagues_called, linked, note_of, notes_of
from rapport.customers.parties.queries import party_of


@login_required
@require_safe
def panel(request: HttpRequest, party_id: int) -> HttpResponse:
    """Show the latest notes about a party."""
    user = caller(request)
    party = party_of(user, party_id)
    context = {
        "party": party,
        "notes": [(note, linked(note.body)) for note in notes_of(party)],
        "me": user.pk,
        "may_write": not party.is_trashed and may(user, "customers.write_note", party),
    }
    return page(request, "customers/notes/panel.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, party_id: int) -> HttpResponse:
    """Write a note."""
    user = caller(request)
    party = party_of(user, party_id)
    return ask(
        request,
        NoteForm(request.POST or None, party_id=party_id),
        title=_("Note about %(name)s") % {"name": party.display_name},
        submit=_("Save note"),
        save=lambda data: actions.write_note(
            party_id, by=user, at=timezone.now(), body=data["body"]
        ),
        said=_("Note saved."),
        back=reverse("parties:open", args=[party_id]),
    )


@login_required
@require_safe
def colleagues(request: HttpRequest, party_id: int) -> HttpResponse:
    """Answer a note's @ with the colleagues who may be meant."""
    party = party_of(caller(request), party_id)
    words = request.GET.get("q", "").replace("\x00", "")[:100]
    found = colleagues_called(words, party)
    return page(request, "customers/notes/colleagues.html", {"found": found})


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, note_id: int) -> HttpResponse:
    """Correct one's own note."""
    user = caller(request)
    note = note_of(user, note_id)
    start = {"body": note.body}
    editing = Editing(
        request, lambda data: NoteForm(data, party_id=note.party_id, initial=start), note
    )
    return ask(
        request,
        editing,
        title=_("Note about %(name)s") % {"name": note.party.display_name},
        submit=_("Save note"),
        save=lambda data: actions.edit_note(
            note_id, by=user, at=timezone.now(), version=editing.version, body=data["body"]
        ),
        said=_("Note saved."),
        back=reverse("parties:open", args=[note.party_id]),
    )


@login_required
@require_POST
def delete(request: HttpRequest, note_id: int) -> HttpResponse:
    """Delete one's own note."""
    note = actions.delete_note(note_id, by=caller(request), at=timezone.now())
    toast(request, _("Note deleted."), undo=True)
    return done(request, reverse("parties:open", args=[note.party_id]))
