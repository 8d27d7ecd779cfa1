"""Widgets: customers who wait for her, and what colleagues did this week."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User, reach
from rapport.core.home.widgets import Reader, Widget
from rapport.customers.parties.models import Lifecycle, Party
from rapport.touchpoints.interactions.models import Interaction
from rapport.touchpoints.tasks.models import Task

SHOWN = 6
QUIET_DAYS = 60
COLLEAGUES = 12
WEEK = timedelta(days=7)
FRESH = 300  # seconds


def waiting(reader: Reader) -> dict[str, Any]:
    """Return open complaints of her customers, and her customers who have not heard from us."""
    user = reader.user
    complaints = (
        Interaction.objects.visible_to(user)
        .open_complaints()
        .filter(party__owner=user, party__trashed_at=None)
        .select_related("party")
        .order_by("started_at")[:SHOWN]
    )
    quiet = (
        Party.objects.visible_to(user)
        .kept()
        .filter(
            owner=user,
            lifecycle=Lifecycle.CUSTOMER,
            last_touch_at__lt=reader.at - timedelta(days=QUIET_DAYS),
        )
        .order_by("last_touch_at", "id")[:SHOWN]
    )
    return {"complaints": list(complaints), "quiet": list(quiet), "quiet_days": QUIET_DAYS}


@dataclass(frozen=True)
class Week:
    """What one colleague did in seven days, and her share of who did most."""

    name: str
    contacts: int
    tasks: int
    share: float


def team(reader: Reader) -> dict[str, Any]:
    """Return what the colleagues within reach did this week, added up anew every five minutes."""
    key = f"home-team-{reader.user.pk}"
    found: list[Week] | None = cache.get(key)
    if found is None:
        found = weeks(reader)
        cache.set(key, found, FRESH)
    return {"weeks": found}


def weeks(reader: Reader) -> list[Week]:
    """Return how many contacts and tasks each colleague within reach had in the last seven days, the busiest first."""
    since = reader.at - WEEK
    talked = Interaction.objects.visible_to(reader.user).kept()
    talked = talked.filter(started_at__gte=since, started_at__lte=reader.at)
    did = Task.objects.visible_to(reader.user).done().filter(done_at__gte=since)
    far = reach(reader.user, "customers.view_party")
    if not far.everything:
        talked = talked.filter(staff__in=far.owner_ids)
    contacts, tasks = _by(talked, "staff"), _by(did, "assignee")
    most = max((contacts + tasks).values(), default=0)
    busiest = (contacts + tasks).most_common(COLLEAGUES)
    names = dict(User.objects.filter(pk__in=dict(busiest)).values_list("pk", "name"))
    return [Week(names[pk], contacts[pk], tasks[pk], 100 * total / most) for pk, total in busiest]


def _by(rows: QuerySet[Any], who: str) -> Counter[int]:
    """Count rows by colleague; what nobody of us did is not counted."""
    told = rows.exclude(**{who: None}).order_by().values_list(who).annotate(n=Count("pk"))
    return Counter(dict(told))


WAITING = Widget(
    name="waiting",
    label=_("Your customers"),
    text=_("Complaints that nobody has resolved, and customers who have not heard from us."),
    icon="users",
    template="touchpoints/interactions/waiting.html",
    read=waiting,
    right="customers.view_party",
    rows=4,
    refresh_on="InteractionLogged,ComplaintOpened,ComplaintResolved,InteractionTrashed",
)
TEAM = Widget(
    name="team",
    label=_("The team this week"),
    text=_("Contacts and tasks of each colleague within your reach in the last seven days."),
    icon="users-group",
    template="touchpoints/interactions/team.html",
    read=team,
    right="customers.view_party",
    rows=5,
)
