"""The list of companies."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from rapport.core.access.models import User
from rapport.core.customfields.columns import columns_of
from rapport.core.lists.columns import Column, Kind as ColumnKind
from rapport.core.lists.listed import Listed
from rapport.core.lists.spec import ListSpec
from rapport.core.search.queries import entries
from rapport.customers.organizations.models import Size
from rapport.customers.parties.columns import COLUMNS, SHOWN
from rapport.customers.parties.models import Kind
from rapport.customers.parties.queries import found_in, listed_parties
from rapport.customers.tags.queries import TAG
from rapport.customers.traits.columns import with_traits


def _rows(user: User) -> Any:
    return listed_parties(user, Kind.ORGANIZATION).select_related("organization")


def _search(rows: Any, words: str, user: User) -> Any:
    return found_in(rows, words, Kind.ORGANIZATION)


ORGANIZATIONS = ListSpec(
    name="organizations",
    rows=_rows,
    columns=[
        Column(
            "name",
            pgettext_lazy("of a thing", "Name"),
            path="sort_key",
            sortable=True,
            filterable=False,
            shown="display_name",
        ),
        Column(
            "industry",
            _("Industry"),
            path="organization__industry",
            icon="building",
            width=160,
            edit=("organizations:field", "customers.edit_organization"),
        ),
        Column(
            "size",
            _("Size"),
            ColumnKind.CHOICE,
            path="organization__size",
            choices=Size.choices,
            width=110,
            edit=("organizations:field", "customers.edit_organization"),
        ),
        *COLUMNS,
        TAG,
    ],
    shown=("industry", *SHOWN),
    sort="name",
    search=_search,
    entries=partial(entries, Kind.ORGANIZATION),
    more=with_traits(columns_of("organization")),
    heavy=("custom",),
)
LISTED = Listed(ORGANIZATIONS, "organizations:list")
