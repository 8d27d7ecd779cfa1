"""What the list of households says of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from rapport.core.lists.cells import Lead, Leads
from rapport.core.pagelayouts.queries import Line
from rapport.core.pages.calling import url
from rapport.core.pages.formats import datetime_, series
from rapport.customers.households.layouts import FACTS
from rapport.customers.households.models import Household, Member
from rapport.ui.names import name
from rapport.ui.rows import BLANK, main_cell


def leads(members: Mapping[int, Sequence[Member]]) -> Leads:
    """Return what draws what a row is about; `members` by household, once they are read."""

    def lead(household: Household) -> Lead:
        href = url("households:open", household.pk)
        names = [one.person.party.display_name for one in members[household.pk]]
        line = series(names) or household.head.party.city
        return Lead(href, household.name, main_cell(href, household.name, icon="home", line=line))

    return lambda _rows: lead


def members_line(members: Sequence[Member]) -> Markup:
    """Draw the members in one line, with what each is to the household unless she is its head."""
    return Markup(series(map(_member, members))) or BLANK  # noqa: S704 - escaped piece by piece


def facts(household: Household) -> dict[str, list[Line]]:
    """Return the fields of a household as its page shows them."""
    party = household.head.party
    head = Markup('<a href="{}">{}</a>').format(
        url("people:open", party.pk), name(party.display_name)
    )
    found = {
        "head": head,
        "owner": party.owner.name,
        "city": party.city or "–",
        "created_at": datetime_(household.created_at),
    }
    return {one.name: [Line(one.label, found[one.name])] for one in FACTS}


def _member(member: Member) -> Markup:
    shown = name(member.person.party.display_name)
    if member.role == "head":
        return shown
    return shown + Markup(' <span class="quiet">{}</span>').format(member.get_role_display())
