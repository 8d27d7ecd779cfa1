"""Reading notes."""

from __future__ import annotations

import re
from itertools import islice

from markupsafe import Markup, escape

from rapport.core.access.models import User
from rapport.core.errors import Missing
from rapport.core.search.tokens import EXACT, fold, squeezed, title_tokens
from rapport.customers.notes.models import Note, NoteQuerySet
from rapport.customers.parties.models import Party

LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]，。；：！？）]")
SHOWN = 20
OFFERED, TRIED = 6, 20


def notes_of(party: Party) -> list[Note]:
    """Return the latest notes about a party."""
    return list(all_notes_of(party).order_by("-written_at", "-id")[:SHOWN])


def all_notes_of(party: Party) -> NoteQuerySet:
    """Return every note about a party."""
    return Note.objects.kept().filter(party=party).select_related("author")


def note_of(user: User, note_id: int) -> Note:
    """Return a note. Errors: Missing."""
    found = Note.objects.visible_to(user).kept().filter(pk=note_id)
    note = found.select_related("party", "author").first()
    if note is None:
        raise Missing
    return note


def colleagues_called(words: str, party: Party) -> list[User]:
    """Return the colleagues whom these letters, pinyin or characters may mean and who may read the record; six at most."""
    wanted = squeezed(fold(words))
    here = User.objects.filter(left_at=None, is_system=False).order_by("name", "pk")
    called = [one for one in here if _answers_to(one.name, wanted)]
    seen = (one for one in called[:TRIED] if _may_read(one, party))
    return list(islice(seen, OFFERED))


def _answers_to(name: str, wanted: str) -> bool:
    tokens = {squeezed(fold(name)), *title_tokens(name, is_name=True)}
    return any(token.lstrip(EXACT).startswith(wanted) for token in tokens)


def _may_read(user: User, party: Party) -> bool:
    return Party.objects.visible_to(user).filter(pk=party.pk).exists()


def linked(body: str) -> Markup:
    """Return the text of a note as HTML: escaped, with its web addresses as links that give nothing away."""
    parts = []
    place = 0
    for match in LINK.finditer(body):
        parts.append(escape(body[place : match.start()]))
        parts.append(
            Markup(
                '<a href="{0}" target="_blank" rel="noopener noreferrer nofollow">{0}</a>'
            ).format(match.group())
        )
        place = match.end()
    parts.append(escape(body[place:]))
    return Markup("<br>").join(Markup("").join(parts).split("\n"))
