"""Talking points that the customer's own data give: birthday soon, quiet for long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _, ngettext

from rapport.core.access.models import User
from rapport.core.pages import formats
from rapport.customers.parties.models import Party
from rapport.customers.parties.panels import Point

SOON = 14
QUIET = 60


def birthday(party: Party, user: User, at: datetime) -> Sequence[Point]:
    """Say when a birthday is near."""
    if not party.is_person or party.person.born_on is None:
        return []
    today = timezone.localdate(at)
    day = _next(party.person.born_on, today)
    days = (day - today).days
    if days > SOON:
        return []
    title = (
        _("Birthday today")
        if days == 0
        else ngettext("Birthday in %(n)s day", "Birthday in %(n)s days", days) % {"n": days}
    )
    years = day.year - party.person.born_on.year
    reason = _("%(when)s, turning %(years)s.") % {"when": formats.date(day), "years": years}
    return [Point("cake", title, reason)]


def quiet(party: Party, user: User, at: datetime) -> Sequence[Point]:
    """Say when nobody has been in touch for long."""
    if party.lifecycle != "customer" or party.last_touch_at is None:
        return []
    days = (at - party.last_touch_at).days
    if days < QUIET:
        return []
    title = _("Quiet for %(n)s days") % {"n": days}
    reason = _("The last contact was on %(when)s.") % {"when": formats.date(party.last_touch_at)}
    return [Point("moon", title, reason)]


def _next(born_on: date, today: date) -> date:
    """Return the next birthday; who was born on 29 February celebrates on the 28th in other years."""
    for year in (today.year, today.year + 1):
        try:
            day = born_on.replace(year=year)
        except ValueError:
            day = date(year, 2, 28)
        if day >= today:
            return day
    return today + timedelta(days=366)
