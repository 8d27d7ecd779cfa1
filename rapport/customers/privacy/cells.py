"""What the list of requests says of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from markupsafe import Markup

from rapport.core.lists.cells import Lead
from rapport.core.pages.calling import url
from rapport.core.pages.formats import date as day
from rapport.customers.privacy.models import PrivacyRequest, RequestState
from rapport.ui.rows import main_cell, status

COLOURS = {RequestState.OPEN: "info", RequestState.DONE: "ok", RequestState.REFUSED: "off"}


def leads(_rows: Sequence[PrivacyRequest]) -> Callable[[PrivacyRequest], Lead]:
    """Return the function that draws whom a row is about."""

    def lead(asked: PrivacyRequest) -> Lead:
        href, name = url("privacy:open", asked.party_id), asked.party.display_name
        line = f"{asked.get_kind_display()} · {day(asked.due_on)}"
        return Lead(href, name, main_cell(href, name, line=line, first=True))

    return lead


def state(asked: PrivacyRequest) -> str | Markup:
    """Draw how far an answer is."""
    return status(asked.get_state_display(), COLOURS[RequestState(asked.state)])


def due(today: date) -> Callable[[PrivacyRequest], str | Markup]:
    """Return the function that draws the law's day, in red once it is past and nothing was answered."""

    def draw(asked: PrivacyRequest) -> str | Markup:
        late = asked.is_open and asked.due_on < today
        return status(day(asked.due_on), "bad") if late else day(asked.due_on)

    return draw
