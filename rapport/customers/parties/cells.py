"""What the lists of people and companies say of each: ways to reach it, status, owner, city, last contact, next step.

Functions, for a macro costs four times as much and a list has hundreds.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from operator import attrgetter
from typing import Any

from markupsafe import Markup, escape

from rapport.core.lists.cells import Draw
from rapport.core.pages.formats import date as date_, phone
from rapport.customers.parties.queries import Reachable
from rapport.ui.markup import icon
from rapport.ui.rows import BLANK, act, status
from rapport.ui.sentences import gettext as _

CHANNELS = {
    "phone": "phone",
    "email": "mail",
    "wechat": "brand-wechat",
    "chat": "message",
    "web": "world",
    "sms": "message",
    "visit": "walk",
    "meeting": "users",
    "letter": "mailbox",
    "order": "package",
    "portal": "browser",
}
KINDS = {"prospect": "info", "customer": "ok", "former": "off"}


def ways_to(party: Any, ways: Reachable | None) -> Markup:
    """Draw the quick links of a row: call, write."""
    found = Markup()
    if ways and ways.phone:
        found += act(_("Call %(name)s", name=party.display_name), f"tel:{ways.phone}", "phone")
    if ways and ways.email:
        found += act(
            _("Write to %(name)s", name=party.display_name), f"mailto:{ways.email}", "mail"
        )
    return found


def standing(party: Any, owner: str, today: date) -> Markup:
    """Draw the last cells of a row: status, owner, city, last contact, next step."""
    shown = [
        _stage(party),
        owner,
        party.city or BLANK,
        _last_touch(party),
        _next_step(party, today),
    ]
    return Markup("").join(Markup("<td>{}</td>").format(one) for one in shown)


def _stage(party: Any) -> Markup:
    return status(party.get_lifecycle_display(), KINDS[party.lifecycle])


def own(ways: dict[int, Reachable], today: date) -> dict[str, Callable[[Any], Draw]]:
    """Return the columns that these lists draw in a way of their own."""
    return {
        "lifecycle": lambda rows: _stage,
        "owner": lambda rows: attrgetter("owner_name"),
        "phone": lambda rows: lambda party: _phone(ways.get(party.pk)),
        "email": lambda rows: lambda party: ((way := ways.get(party.pk)) and way.email) or BLANK,
        "last_touch_at": lambda rows: _last_touch,
        "next_step": lambda rows: lambda party: _next_step(party, today),
    }


def _phone(ways: Reachable | None) -> object:
    return phone(ways.phone) if ways and ways.phone else BLANK


def _last_touch(party: Any) -> object:
    if party.last_touch_at is None:
        return BLANK
    sign = icon(CHANNELS.get(party.last_touch_channel, "point"), "small")
    return Markup(f"{sign} {date_(party.last_touch_at)}")  # noqa: S704 - our own words


def _next_step(party: Any, today: date) -> Markup:
    if not party.next_step:
        none = _("No next step")
        return Markup(f'<span class="quiet">{none}</span>')  # noqa: S704 - our own words
    late = ""
    if party.next_step_on and party.next_step_on < today:
        sign = icon("clock-exclamation", "small", label=str(_("Overdue")))
        late = f'<span class="is-bad">{sign}</span> '
    return Markup(f'{late}<span class="cut">{escape(party.next_step)}</span>')  # noqa: S704 - escaped


CELLS = {"ways_to": ways_to, "standing": standing}
