"""Reading households."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db import connection
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.errors import Missing, Moved
from rapport.core.lists.columns import Column, Kind as ColumnKind
from rapport.core.lists.listed import Listed
from rapport.core.lists.spec import ListSpec
from rapport.customers.households.models import Household, Member
from rapport.customers.parties.models import Kind, Party
from rapport.customers.parties.queries import colleagues, found_in

# From a table of a later topic, by SQL: a household that went into one that went into another leads to the last.
INTO = """
WITH RECURSIVE way AS (
  SELECT m.household_id AS now, 1 AS step FROM customers_merged g JOIN customers_merge m ON m.id = g.merge_id
  WHERE g.household_id = %s AND m.undone_at IS NULL
  UNION ALL
  SELECT m.household_id, w.step + 1 FROM way w JOIN customers_merged g ON g.household_id = w.now
  JOIN customers_merge m ON m.id = g.merge_id WHERE m.undone_at IS NULL AND w.step < 50
) SELECT now FROM way ORDER BY step DESC LIMIT 1"""


def household_of(user: User, household_id: int) -> Household:
    """Return a household. Errors: Missing, Moved when it was merged into another one."""
    found = Household.objects.visible_to(user).select_related("head__party")
    household = found.filter(pk=household_id).first()
    if household is None:
        now = _merged_into(household_id)
        if now is not None and found.filter(pk=now).exists():
            raise Moved(household_id, now)
        raise Missing
    return household


def _merged_into(household_id: int) -> int | None:
    """Return the household into which one that is gone was merged."""
    with connection.cursor() as cursor:
        cursor.execute(INTO, [household_id])
        found = cursor.fetchone()
    return found[0] if found else None


def membership_of(user: User, party: Party) -> Member | None:
    """Return the place of a person in a household, if the user may see the household."""
    found = Member.objects.filter(person=party.pk, household__in=Household.objects.visible_to(user))
    return found.select_related("household").first()


def members_of(user: User, household_ids: list[int]) -> QuerySet[Member]:
    """Return the members of households that the user may see, the head first."""
    found = Member.objects.visible_to(user).filter(household__in=household_ids)
    return found.select_related("person__party__owner").order_by("household_id", "pk")


def _rows(user: User) -> Any:
    kept = Household.objects.visible_to(user).filter(head__party__trashed_at=None)
    return kept.select_related("head__party__owner")


def _search(rows: Any, words: str, user: User) -> Any:
    people = found_in(Party.objects.visible_to(user), words, Kind.PERSON)
    return rows.filter(members__person__in=people.values("pk")).distinct()


def _members(user: User) -> Subquery:
    """Return the members whom the user may see, in one line."""
    seen = Member.objects.visible_to(user).filter(household=OuterRef("pk")).order_by()
    names = StringAgg("person__party__display_name", ", ", order_by="pk")
    return Subquery(seen.values("household").annotate(names=names).values("names"))


HOUSEHOLDS = ListSpec(
    name="households",
    rows=_rows,
    columns=[
        Column(
            "name",
            _("Household"),
            path="head__party__sort_key",
            sortable=True,
            filterable=False,
            shown="head__party__display_name",
        ),
        Column("members", _("Members"), filterable=False, shown=_members, width=360),
        Column(
            "owner",
            _("Owner"),
            ColumnKind.USER,
            path="head__party__owner_id",
            choices=colleagues,
            icon="user",
            width=130,
        ),
        Column("city", _("City"), path="head__party__city", icon="map-pin", width=120),
        Column("created_at", _("Added"), ColumnKind.DATETIME, icon="plus"),
    ],
    shown=("members", "owner", "city"),
    sort="name",
    search=_search,
)
LISTED = Listed(HOUSEHOLDS, "households:list")
