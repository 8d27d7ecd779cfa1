"""How a list is laid out, as rows, a board, a calendar or a chart, and by which column: what its page offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.lists.calendar import CALENDAR, can_date, dated_by, dating
from rapport.core.lists.charting import CHART, can_chart, charted_by, charting
from rapport.core.lists.columns import Column
from rapport.core.lists.filters import BadListAddress
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
    now = spec.named(state.by, user) if state.by else None
    ways = [("", _("List"), "list", "")]
    if lanes_by(spec, user):
        by = state.by if now and can_group(spec, now) else ""
        ways.append((BOARD, _("Board"), "layout-kanban", by))
    if dated_by(spec, user):
        by = state.by if now and can_date(spec, now) else ""
        ways.append((CALENDAR, _("Calendar"), "calendar", by))
    if charted_by(spec, user):
        by = state.by if now and can_chart(spec, now) else ""
        ways.append((CHART, _("Chart"), "chart-bar", by))
    if len(ways) == 1:
        return []
    return [
        {
            "label": label,
            "icon": sign,
            "url": state.query(layout=layout, by=by, month="", per="", measure="", shape=""),
            "current": state.layout == layout,
        }
        for layout, label, sign, by in ways
    ]


def check_layout(spec: ListSpec, user: User, state: ListState) -> None:
    """Refuse a layout or a grouping that the list does not have. Errors: UnknownColumn, BadListAddress."""
    if state.layout not in {"", BOARD, CALENDAR, CHART}:
        raise BadListAddress
    if state.layout == CHART:
        charting(spec, user, state)
        return
    if state.layout == CALENDAR:
        dating(spec, user, state)
    elif state.by or state.layout:
        grouping(spec, user, state)


def grouped_by(spec: ListSpec, user: User, state: ListState) -> Grouped | None:
    """Return by which column the list is grouped or dated; nothing where it is not."""
    if not (state.by or state.layout) or state.layout == CHART:
        return None
    is_calendar = state.layout == CALENDAR
    column = dating(spec, user, state) if is_calendar else grouping(spec, user, state)
    fits = can_date if is_calendar else can_group
    others = [one for one in spec.columns_for(user) if fits(spec, one)]
    counts_url = fixed_url("lists:sections", spec.name) + state.query()
    return Grouped(
        name=column.name,
        label=str(column.label),
        remove="" if state.layout else state.query(by=""),
        counts_url="" if is_calendar else counts_url,
        move_at=edit_address(column, user),
        choices=[(str(one.label), state.query(by=one.name), one is column) for one in others],
    )


def edit_address(column: Column, user: User) -> str:
    """Return the address that edits a cell of this column, with {id} for the row; nothing without the right."""
    if column.edit is None or not may(user, column.edit[1]):
        return ""
    return fixed_url(column.edit[0], "0", column.name).replace("/0/", "/{id}/")
