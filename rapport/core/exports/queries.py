"""Which rows of a list may leave the house, and one's own exports."""

from __future__ import annotations

from django.db import models
from django.http import QueryDict

from rapport.core.access.models import User
from rapport.core.access.restriction import restriction
from rapport.core.assembly import listed
from rapport.core.errors import Invalid, Missing
from rapport.core.exports.models import ExportRun
from rapport.core.lists.columns import Column
from rapport.core.lists.order import Order
from rapport.core.lists.spec import ListSpec, Rows
from rapport.core.lists.state import ListState


class NoSuchList(Missing):
    """There is no such list to export."""


class NoCards(Invalid):
    """There are no business cards of this list. Choose another format."""


def spec_of(name: str) -> ListSpec:
    """Return the list of that name. Errors: NoSuchList."""
    found = listed("lists").get(name)
    if found is None:
        raise NoSuchList
    spec: ListSpec = found.spec
    return spec


def columns_to_export(spec: ListSpec, user: User, query: str) -> list[Column]:
    """Return the columns of the file: those the address names, in its order, else all that this user may see."""
    state = ListState.read(QueryDict(query.lstrip("?")))
    if state.columns:
        return [spec.column(one.name, user) for one in spec.shown_for(user, state)]
    return [column for column in spec.columns_for(user) if column.is_readable]


def rows_to_export(spec: ListSpec, user: User, query: str) -> Rows:
    """Return the rows that match, in the list's order, as far as the user may see and export them."""
    state = ListState.read(QueryDict(query.lstrip("?"))).at_top()
    rows = spec.matching(user, state)
    if hasattr(rows.model, "access"):
        rows = rows.within(user, "core.export_data")  # type: ignore[attr-defined]
    if restricted := restriction(rows.model):
        rows = rows.exclude(restricted)
    return Order.of(spec, user, state).apply(rows, backwards=False)


def exports_of(user: User) -> models.QuerySet[ExportRun]:
    """Return the user's own exports, the newest first."""
    return ExportRun.objects.filter(user=user).order_by("-id")
