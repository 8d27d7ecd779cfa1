"""What the lists of people and companies say of each: ways to reach it, status, owner, city, last contact, next step.

Functions, for a macro costs four times as much and a list has hundreds.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from markupsafe import Markup, escape

from rapport.customers.parties.queries import Reachable
from rapport.ui.markup import icon
from rapport.ui.rows import BLANK, act
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


def standing(party: Any, owner: str, stage: str, touched: str, today: date) -> Markup:
    """Draw the last cells of a row: status, owner, city, last contact, next step."""
    last: object = BLANK
    if touched:
        sign = icon(CHANNELS.get(party.last_touch_channel, "point"), "small")
        last = f"{sign} {escape(touched)}"
    return Markup(  # noqa: S704 - escaped piece by piece
        f'<td><span class="r-status {KINDS[party.lifecycle]}">{escape(stage)}</span></td>'
        f"<td>{escape(owner)}</td><td>{escape(party.city) or BLANK}</td><td>{last}</td>"
        f"<td>{_next_step(party, today)}</td>"
    )


def _next_step(party: Any, today: date) -> str:
    if not party.next_step:
        return f'<span class="quiet">{_("No next step")}</span>'
    late = ""
    if party.next_step_on and party.next_step_on < today:
        sign = icon("clock-exclamation", "small", label=str(_("Overdue")))
        late = f'<span class="is-bad">{sign}</span> '
    return f'{late}<span class="cut">{escape(party.next_step)}</span>'


CELLS = {"ways_to": ways_to, "standing": standing}
