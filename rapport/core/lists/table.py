"""A list as the page draws it: heads that sort, chips that filter, links to the neighbouring pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from rapport.core.access.models import User
from rapport.core.access.queries import may
from rapport.core.assembly import listed
from rapport.core.lists.calendar import CALENDAR, Day, Month, month
from rapport.core.lists.cells import Draw, Leads, Own, cards, drawer, line_of, lines, needed
from rapport.core.lists.charting import CHART, charting, choices
from rapport.core.lists.chips import Chips, chips
from rapport.core.lists.columns import Column
from rapport.core.lists.filters import NO_FILTERS
from rapport.core.lists.foot import offered, told
from rapport.core.lists.layouts import Grouped, check_layout, edit_address, grouped_by, layouts
from rapport.core.lists.order import Order
from rapport.core.lists.sections import Section, can_group, sections
from rapport.core.lists.spec import ListSpec, Page, count_up_to
from rapport.core.lists.state import ListState, Show
from rapport.core.pages import formats
from rapport.core.pages.calling import fixed_url
from rapport.ui.rows import rows, section_foot, section_head

LIMIT = 10_000


@dataclass(frozen=True)
class Head:
    """The head of a column; `up` and `down` are the addresses that sort by it, `edit` with {id} the one that edits a cell.

    `wide` is the width that was chosen, `width` that or the column's own.
    """

    key: str
    label: str
    width: int | None
    num: bool
    sorted: str | None
    up: str = ""
    down: str = ""
    filter: str = ""
    foot: str = ""
    edit: str = ""
    wide: int | None = None
    group: str = ""
    is_group: bool = False


@dataclass(frozen=True)
class Table:
    """Everything around the rows of a list."""

    spec: ListSpec
    page: Page
    heads: list[Head]
    chips: Chips
    add_filter: str
    count_url: str
    clear: str
    export_url: str
    has_cards: bool
    query: str
    sections: list[Section]
    month: Month | None
    grouped: Grouped | None
    leads: Leads
    line: Callable[[Any], Markup]
    draws: list[tuple[Column, Draw]]
    layouts: list[dict[str, Any]]
    columns_url: str
    foot_url: str
    tabs: Any
    chart: list[dict[str, Any]]
    chart_url: str

    @property
    def rows(self) -> list[Any]:
        """Return the rows of this page."""
        return self.page.rows

    def lines(self, *, select: bool = False) -> Markup:
        """Draw the rows, selectable if wanted."""
        if not self.sections:
            return rows(lines(self.rows, self.leads, self.line), select=select)
        width = len(self.heads) + (1 if select else 0)
        drawn = []
        for section in self.sections:
            drawn.append(section_head(section.mark, section.label, section.query, width))
            drawn.append(rows(lines(section.rows, self.leads, self.line), select=select))
            if section.more:
                drawn.append(section_foot(section.query, width))
        return Markup("").join(drawn)

    def cards(self, section: Section | Day) -> Markup:
        """Draw the rows of a lane as cards, with what the other columns say of each; those of a day by their names alone."""
        by = self.grouped.name if self.grouped else ""
        facts = [(c.icon, str(c.label), draw) for c, draw in self.draws if c.name != by]
        if isinstance(section, Day):
            facts = []
        may_move = bool(self.grouped and self.grouped.move_at)
        return cards(section.rows, self.leads(section.rows), facts, may_move=may_move)

    @property
    def has_body(self) -> bool:
        """Tell whether there is something to show: rows, a chart, or a month, which has its days even when they are empty."""
        return bool(self.page.rows or self.month or self.chart)

    @property
    def is_narrowed(self) -> bool:
        """Tell whether filters or words leave rows out: an empty list then says so, instead of inviting to begin."""
        return bool(self.page.state.filters or self.page.state.words)


def table(
    spec: ListSpec, user: User, state: ListState, leads: Leads, own: Own | None = None
) -> Table:
    """Return a page of the list. `leads` draws what names a row, `own` the columns that the page draws in a way of its own."""
    own = own or {}
    shown = spec.shown_for(user, state)
    columns = [spec.column(show.name, user) for show in shown]
    others = columns[1:]  # the page draws the one that names the row
    also = needed(others, own, user)
    without = () if any(column.draw for column in others) else spec.heavy
    shown_month, grouped, page = _read(spec, user, state, also, without)
    draws = [
        (column, own[column.name](page.rows) if column.name in own else _drawer(column, user, page))
        for column in others
    ]
    here = state.query()
    return Table(
        spec=spec,
        page=page,
        heads=_heads(spec, page, user, zip(columns, shown, strict=True)),
        chips=chips(spec, user, state),
        add_filter=fixed_url("lists:filter", spec.name) + here,
        count_url=fixed_url("lists:count", spec.name) + here,
        clear=state.query(filters=NO_FILTERS, words=""),
        export_url=fixed_url("exports:export", spec.name) if may(user, "core.export_data") else "",
        has_cards=spec.name in listed("cards"),
        query=state.at_top().query(),
        sections=grouped,
        month=shown_month,
        grouped=grouped_by(spec, user, state),
        leads=leads,
        line=line_of(draws),
        draws=draws,
        layouts=layouts(spec, user, state),
        tabs=listed("tabs")(spec, user, state),
        chart=_chart(spec, user, state),
        chart_url=fixed_url("lists:chart", spec.name) + here,
        columns_url=fixed_url("lists:columns", spec.name) + here,
        foot_url=fixed_url("lists:foot", spec.name) + here if told(spec, user, state) else "",
    )


def forgiven(state: ListState, make: Callable[[ListState], Table]) -> Table:
    """Return what `make` makes of a state; where its words find nothing, once more forgiving a mistyped letter."""
    made = make(state)
    is_wanted = state.words and not (state.alike or state.after or state.before)
    if made.rows or not is_wanted:
        return made
    alike = make(replace(state, alike=True))
    return alike if alike.rows else made


def _drawer(column: Column, user: User, page: Page) -> Draw:
    return column.draw(user)(page.rows) if column.draw else drawer(column, user)


def _read(
    spec: ListSpec,
    user: User,
    state: ListState,
    also: Mapping[str, Any],
    without: Sequence[str],
) -> tuple[Month | None, list[Section], Page]:
    """Return what is shown as the layout wants it: a month, sections, or a page of rows."""
    check_layout(spec, user, state)
    if state.layout == CHART:
        return None, [], _page(spec, user, state, [])
    if state.layout == CALENDAR:
        shown = month(spec, user, state, also)
        return shown, [], _page(spec, user, state, shown.days)
    if state.by or state.layout:
        grouped = sections(spec, user, state, also)
        return None, grouped, _page(spec, user, state, grouped)
    return None, [], spec.page(user, state, also, without)


def _chart(spec: ListSpec, user: User, state: ListState) -> list[dict[str, Any]]:
    """Return what can be chosen about a chart; its figures come by a request of their own."""
    if state.layout != CHART:
        return []
    return choices(spec, user, state, charting(spec, user, state))


def _page(spec: ListSpec, user: User, state: ListState, grouped: Sequence[Section | Day]) -> Page:
    """Return all rows of all sections or days as the one page that such a list has."""
    found = [row for section in grouped for row in section.rows]
    return Page(found, state, Order.of(spec, user, state).text, next="", previous="")


def _heads(
    spec: ListSpec, page: Page, user: User, columns: Iterable[tuple[Column, Show]]
) -> list[Head]:
    top, here = page.state.at_top(), page.state.query()
    sort = replace(top, sort="").adding("sort")
    narrow = fixed_url("lists:filter", spec.name) + top.adding("column")
    ways = {page.sort.removeprefix("-"): "descending" if page.sort[0] == "-" else "ascending"}
    return [
        Head(
            key=column.name,
            label=str(column.label),
            width=show.width or column.width,
            wide=show.width,
            num=column.is_numeric,
            sorted=ways.get(column.name),
            up=sort + column.name if column.sortable else "",
            down=f"{sort}-{column.name}" if column.sortable else "",
            filter=narrow + column.name if column.filterable else "",
            foot=fixed_url("lists:figure", spec.name, column.name) + here
            if offered(column)
            else "",
            edit=edit_address(column, user),
            group=_grouped(spec, page.state, column),
            is_group=page.state.by == column.name,
        )
        for column, show in columns
    ]


def _grouped(spec: ListSpec, state: ListState, column: Column) -> str:
    """Return the address that groups by this column, or no longer; nothing where it cannot."""
    if not can_group(spec, column):
        return ""
    return state.query(by="" if state.by == column.name else column.name)


def counted(spec: ListSpec, user: User, state: ListState) -> str:
    """Return how many match, in words; beyond ten thousand the exact number would keep her waiting."""
    count = count_up_to(spec.matching(user, state), LIMIT)
    return f"{formats.number(LIMIT)}+" if count > LIMIT else formats.number(count)
