"""The list of people."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from rapport.core.access.models import User
from rapport.core.customfields.columns import columns_of
from rapport.core.lists.columns import Column, Kind as ColumnKind
from rapport.core.lists.listed import Listed
from rapport.core.lists.spec import ListSpec
from rapport.core.search.queries import entries
from rapport.customers.parties.columns import COLUMNS, SHOWN
from rapport.customers.parties.models import Kind, Party
from rapport.customers.parties.queries import found_in, listed_parties
from rapport.customers.people.models import Gender
from rapport.customers.tags.queries import TAG
from rapport.customers.traits.columns import with_traits

COMPANY = "person__affiliations__organization__party__display_name"


def _rows(user: User) -> Any:
    return listed_parties(user, Kind.PERSON)


def _search(rows: Any, words: str, user: User) -> Any:
    return found_in(rows, words, Kind.PERSON)


def _employed(user: User) -> Any:
    """Return who works somewhere first of all, as far as the user may see the company."""
    seen = Party.objects.visible_to(user).organizations()
    return Party.objects.filter(
        person__affiliations__is_primary=True,
        person__affiliations__until=None,
        person__affiliations__organization__party__in=seen,
    )


def _workplace(user: User) -> Subquery:
    return Subquery(_employed(user).filter(pk=OuterRef("pk")).values(COMPANY)[:1])


def _company(operator: str, words: list[str], user: User) -> Q:
    people = _employed(user)
    lookups = {"has": "icontains", "any": "in", "empty": "", "filled": ""}
    lookup = lookups.get(operator, "iexact")
    if lookup:
        people = people.filter(**{f"{COMPANY}__{lookup}": words if lookup == "in" else words[0]})
    found = Q(pk__in=people.values("pk"))
    return ~found if operator in {"not", "empty"} else found


PEOPLE = ListSpec(
    name="people",
    rows=_rows,
    columns=[
        Column(
            "name",
            _("Name"),
            path="sort_key",
            sortable=True,
            filterable=False,
            shown="display_name",
        ),
        Column(
            "company", _("Company"), where=_company, icon="building", shown=_workplace, width=190
        ),
        *COLUMNS,
        TAG,
        Column(
            "gender",
            _("Gender"),
            ColumnKind.CHOICE,
            path="person__gender",
            choices=Gender.choices,
            width=90,
            edit=("people:field", "customers.edit_person"),
        ),
        Column(
            "born_on",
            _("Date of birth"),
            ColumnKind.DATE,
            path="person__born_on",
            width=120,
            edit=("people:field", "customers.edit_person"),
        ),
    ],
    shown=("company", *SHOWN),
    sort="name",
    search=_search,
    entries=partial(entries, Kind.PERSON),
    more=with_traits(columns_of("person")),
    heavy=("custom",),
)
LISTED = Listed(PEOPLE, "people:list")
