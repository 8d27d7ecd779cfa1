"""What the lists of people and companies say of each: ways to reach it, status, owner, city, last contact, next step.

Functions, for a macro costs four times as much and a list has hundreds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from operator import attrgetter
from typing import Any

from markupsafe import Markup, escape

from rapport.core.lists.cells import Draw, Lead, Leads
from rapport.core.pages.calling import urls_of
from rapport.core.pages.formats import dates, phone
from rapport.customers.parties.models import Lifecycle, Party
from rapport.customers.parties.queries import Reachable
from rapport.ui.markup import icon
from rapport.ui.rows import BLANK, act, main_cell, status
from rapport.ui.sentences import gettext as _, pattern

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


def leads(address: str, query: str, ways: Mapping[int, Reachable], icon: str = "") -> Leads:
    """Return what draws what a row is about: face or icon, name, links; for the phone where the party stands."""

    def gather(_rows: Sequence[Party]) -> Callable[[Party], Lead]:
        stages, day, links, address_of = _stages(), dates(), _links(), urls_of(address)

        def lead(party: Party) -> Lead:
            href, shown = address_of(party.pk) + query, party.display_name
            facts = [stages[party.lifecycle], day(party.last_touch_at)]
            if icon:
                facts.insert(0, party.organization.industry)
            cell = main_cell(
                href,
                shown,
                latin=party.latin_name,
                line=" · ".join(filter(None, facts)),
                face=None if icon else shown,
                icon=icon,
                caller=lambda: links(party, ways.get(party.pk)),
            )
            return Lead(href, shown, cell)

        return lead

    return gather


def ways_to(party: Party, ways: Reachable | None) -> Markup:
    """Draw the quick links of a row: call, write."""
    return Markup(_links()(party, ways))  # noqa: S704 - escaped


def _links() -> Callable[[Party, Reachable | None], str]:
    call, write = pattern("Call %(name)s"), pattern("Write to %(name)s")

    def draw(party: Party, ways: Reachable | None) -> str:
        if ways is None:
            return ""
        named = {"name": escape(party.display_name)}
        found = ""
        if ways.phone:
            found = act(Markup(call % named), f"tel:{ways.phone}", "phone")  # noqa: S704 - escaped
        if ways.email:
            found += act(Markup(write % named), f"mailto:{ways.email}", "mail")  # noqa: S704 - escaped
        return found

    return draw


def _stages() -> dict[str, str]:
    return {str(key): str(label) for key, label in Lifecycle.choices}


def own(ways: Mapping[int, Reachable], today: date) -> dict[str, Callable[[Any], Draw]]:
    """Return the columns that these lists draw in a way of their own."""
    return {
        "lifecycle": lambda rows: _stage(),
        "owner": lambda rows: attrgetter("owner_name"),
        "phone": lambda rows: lambda party: _phone(ways.get(party.pk)),
        "email": lambda rows: lambda party: ((way := ways.get(party.pk)) and way.email) or BLANK,
        "last_touch_at": lambda rows: _last_touch(),
        "next_step": lambda rows: _next_step(today),
    }


def _stage() -> Draw:
    drawn = {key: status(label, KINDS[key]) for key, label in _stages().items()}
    return lambda party: drawn[party.lifecycle]


def _phone(ways: Reachable | None) -> object:
    return phone(ways.phone) if ways and ways.phone else BLANK


def _last_touch() -> Draw:
    day = dates()

    def draw(party: Party) -> object:
        if party.last_touch_at is None:
            return BLANK
        sign = icon(CHANNELS.get(party.last_touch_channel, "point"), "small")
        return Markup(f"{sign} {day(party.last_touch_at)}")  # noqa: S704 - our own words

    return draw


def _next_step(today: date) -> Draw:
    none = Markup('<span class="quiet">{}</span>').format(_("No next step"))
    sign = icon("clock-exclamation", "small", label=str(_("Overdue")))
    late = f'<span class="is-bad">{sign}</span> '

    def draw(party: Party) -> Markup:
        if not party.next_step:
            return none
        mark = late if party.next_step_on and party.next_step_on < today else ""
        return Markup(f'{mark}<span class="cut">{escape(party.next_step)}</span>')  # noqa: S704 - escaped

    return draw


def standing(party: Party, owner: str, today: date) -> Markup:
    """Draw the last cells of a row outside of a list: status, owner, city, last contact, next step."""
    cells = [
        _stage()(party),
        owner,
        party.city or BLANK,
        _last_touch()(party),
        _next_step(today)(party),
    ]
    return Markup("").join(Markup("<td>{}</td>").format(one) for one in cells)


CELLS = {"ways_to": ways_to, "standing": standing}
