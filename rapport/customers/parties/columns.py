"""The columns that the lists of people and of companies share."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.lists.columns import Column, Kind as ColumnKind
from rapport.customers.parties.models import Lifecycle, Party
from rapport.customers.parties.queries import colleagues

SHOWN = ("lifecycle", "owner", "city", "last_touch_at", "next_step")


def _first(channel: str) -> Callable[[User], Subquery]:
    """Return the first choice of a channel, as an export shows it."""
    points = Party.objects.filter(
        pk=OuterRef("pk"),
        contact_points__channel=channel,
        contact_points__is_primary=True,
        contact_points__removed_at=None,
        contact_points__bounced_at=None,
    )
    return lambda user: Subquery(points.values("contact_points__normalized")[:1])


def _any_of(channel: str) -> Callable[[str, list[str], User], Q]:
    """Return the filter on the numbers or addresses of a channel."""

    def where(operator: str, words: list[str], user: User) -> Q:
        points = Party.objects.filter(
            contact_points__channel=channel, contact_points__removed_at=None
        )
        lookups = {"has": "contains", "any": "in", "empty": "", "filled": ""}
        lookup = lookups.get(operator, "exact")
        if lookup:
            value = words if lookup == "in" else words[0]
            points = points.filter(**{f"contact_points__normalized__{lookup}": value})
        found = Q(pk__in=points.values("pk"))
        return ~found if operator in {"not", "empty"} else found

    return where


COLUMNS = [
    Column(
        "lifecycle",
        _("Lifecycle"),
        ColumnKind.CHOICE,
        choices=Lifecycle.choices,
        icon="user-check",
        width=110,
        edit=("parties:field", "customers.change_lifecycle"),
    ),
    Column(
        "owner",
        _("Owner"),
        ColumnKind.USER,
        path="owner_id",
        choices=colleagues,
        icon="user",
        width=110,
        edit=("parties:field", "customers.assign_party"),
    ),
    Column(
        "phone",
        _("Phone"),
        where=_any_of("phone"),
        shown=_first("phone"),
        icon="phone",
        width=150,
    ),
    Column(
        "email",
        _("E-mail"),
        where=_any_of("email"),
        shown=_first("email"),
        icon="mail",
        width=190,
    ),
    Column("city", _("City"), icon="map-pin", width=90),
    Column(
        "last_touch_at",
        _("Last contact"),
        ColumnKind.DATETIME,
        sortable=True,
        nullable=True,
        icon="clock",
        width=146,
    ),
    Column("next_step", _("Next step"), icon="arrow-right", width=200),
    Column(
        "next_step_on",
        _("Next step on"),
        ColumnKind.DATE,
        nullable=True,
        icon="calendar",
        width=120,
    ),
    Column("created_at", _("Added"), ColumnKind.DATETIME, icon="plus", width=120),
]
