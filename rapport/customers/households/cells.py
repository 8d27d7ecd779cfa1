"""What the list of households says of each."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from rapport.core.pages.formats import series
from rapport.customers.households.models import Member
from rapport.ui.names import name
from rapport.ui.rows import BLANK


def members_line(members: Sequence[Member]) -> Markup:
    """Draw the members in one line, with what each is to the household unless she is its head."""
    return Markup(series(map(_member, members))) or BLANK  # noqa: S704 - escaped piece by piece


def _member(member: Member) -> Markup:
    shown = name(member.person.party.display_name)
    if member.role == "head":
        return shown
    return shown + Markup(' <span class="quiet">{}</span>').format(member.get_role_display())
