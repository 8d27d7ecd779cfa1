"""How a list is laid out, as rows or as a board, and by which column it is grouped: what its page offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.lists.columns import Column
from rapport.core.lists.sections import BOARD, can_group, grouping, lanes_by
from rapport.core.lists.spec import ListSpec
from rapport.core.lists.state import ListState
from rapport.core.pages.calling import fixed_url


@dataclass(frozen=True)
class Grouped:
    """By which column a list is grouped, and where it no longer is; a board always is.

    `move_at` is the address that changes the value of a row ({id}), nothing where it may not be changed; `choices` are
    the columns to group by: label, address, whether it is this one.
    """

    name: str
    label: str
    remove: str
    counts_url: str
    move_at: str
    choices: list[tuple[str, str, bool]]


def layouts(spec: ListSpec, user: User, state: ListState) -> list[dict[str, Any]]:
    """Return the ways in which a list can be laid out, where there is more than one."""
    if not lanes_by(spec, user):
        return []
    ways = [("", _("List"), "list", ""), (BOARD, _("Board"), "layout-kanban", state.by)]
    return [
        {
            "label": label,
            "icon": sign,
            "url": state.query(layout=layout, by=by),
            "current": state.layout == layout,
        }
        for layout, label, sign, by in ways
    ]


def grouped_by(spec: ListSpec, user: User, state: ListState) -> Grouped | None:
    """Return by which column the list is grouped; nothing where it is not."""
    if not (state.by or state.layout):
        return None
    column = grouping(spec, user, state)
    counts_url = fixed_url("lists:sections", spec.name) + state.query()
    others = [one for one in spec.columns_for(user) if can_group(spec, one)]
    return Grouped(
        name=column.name,
        label=str(column.label),
        remove="" if state.layout else state.query(by=""),
        counts_url=counts_url,
        move_at=edit_address(column, user),
        choices=[(str(one.label), state.query(by=one.name), one is column) for one in others],
    )


def edit_address(column: Column, user: User) -> str:
    """Return the address that edits a cell of this column, with {id} for the row; nothing without the right."""
    if column.edit is None or not may(user, column.edit[1]):
        return ""
    return fixed_url(column.edit[0], "0", column.name).replace("/0/", "/{id}/")
