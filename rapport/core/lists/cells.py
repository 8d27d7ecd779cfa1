"""What a list draws in its cells: by the kind of the column, unless the list's page draws it in a way of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import F
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from rapport.core.access.models import User
from rapport.core.company.queries import company
from rapport.core.lists.columns import Column, Kind, value_of
from rapport.core.pages import formats
from rapport.core.pages.calling import urls_of
from rapport.ui.board import card
from rapport.ui.names import name
from rapport.ui.rows import BLANK, Line, main_cell

Draw = Callable[[Any], object]
Own = Mapping[
    str, Callable[[Sequence[Any]], Draw]
]  # column → what reads for a page of rows, then draws each


def needed(columns: Iterable[Column], own: Own, user: User) -> dict[str, Any]:
    """Return what must be read with the rows, so that no cell asks the database for itself."""
    found: dict[str, Any] = {}
    for column in columns:
        if column.name in own or column.draw:
            found |= {} if column.read is None else {alias(column.name): column.read}
            continue
        value = _value(column, user)
        if not (isinstance(value, str) and "__" not in value):
            found[alias(column.name)] = F(value) if isinstance(value, str) else value
    return found


def alias(name: str) -> str:
    """Return under which name the value of a column stands on a row that was read with it."""
    return f"shown_{name.replace('.', '_')}"


def drawer(column: Column, user: User) -> Draw:
    """Return the function that draws a row's value of this column."""
    value = _value(column, user)
    plain = isinstance(value, str) and "__" not in value
    read = attrgetter(value if plain else alias(column.name))
    write = _writer(column, user)

    def draw(row: Any) -> object:
        found = read(row)
        return BLANK if found is None or found == "" else write(found, row)

    return draw


def _value(column: Column, user: User) -> Any:
    """Return how the value is read: a colleague by her name."""
    if column.kind is Kind.USER and not column.shown and column.lookup.endswith("_id"):
        return f"{column.lookup.removesuffix('_id')}__name"
    return column.value(user)


def _writer(column: Column, user: User) -> Callable[[Any, Any], object]:
    if column.kind is Kind.CHOICE and not column.shown:
        labels = {key: str(label) for key, label in column.choices_for(user)}
        return lambda value, _row: labels.get(value, value)
    if column.kind is Kind.MONEY:
        if column.in_base:
            base = company().base_currency
            return lambda value, _row: formats.money(value, base)
        return lambda value, row: formats.money(value, value_of(row, "currency"))
    if column.kind in {Kind.DATE, Kind.DATETIME}:
        write = formats.dates()
        return lambda value, _row: write(value)
    return _WRITERS.get(column.kind, lambda value, _row: name(value))


_WRITERS: dict[Kind, Callable[[Any, Any], object]] = {
    Kind.NUMBER: lambda value, _row: formats.figure(value),
    Kind.BOOL: lambda value, _row: _("yes") if value else _("no"),
}


class Lead(NamedTuple):
    """What a row is about: its address, its name, and the cell that shows both."""

    href: str
    name: str
    cell: Markup


Leads = Callable[[Sequence[Any]], Callable[[Any], Lead]]  # for a page of rows, then for each


def named(page: str) -> Leads:
    """Return what draws rows that are about a name and no more; `page` is the name of the address each leads to."""

    def gather(_rows: Sequence[Any]) -> Callable[[Any], Lead]:
        address_of = urls_of(page)

        def lead(row: Any) -> Lead:
            href = address_of(row.pk)
            return Lead(href, row.name, main_cell(href, row.name, first=True))

        return lead

    return gather


def line_of(draws: Sequence[tuple[Column, Draw]]) -> Callable[[Any], Markup]:
    """Return the function that draws all cells of a row but the first."""
    parts = [('<td class="num">' if column.is_numeric else "<td>", draw) for column, draw in draws]

    def line(row: Any) -> Markup:
        return Markup("".join([f"{cell}{escape(draw(row))}</td>" for cell, draw in parts]))  # noqa: S704 - escaped

    return line


Facts = Sequence[tuple[str, str, Draw]]  # icon, label and value


def cards(
    rows: Sequence[Any], lead: Callable[[Any], Lead], facts: Facts, *, may_move: bool
) -> Markup:
    """Draw rows as the cards of a lane: the name, then what else is known of each."""
    drawn = []
    for row in rows:
        about = lead(row)
        told = [
            (icon, label, shown) for icon, label, draw in facts if (shown := draw(row)) != BLANK
        ]
        drawn.append(card(row.pk, row.version, about.href, about.name, told, may_move=may_move))
    return Markup("").join(drawn)


def lines(rows: Sequence[Any], leads: Leads, line: Callable[[Any], Markup]) -> Iterator[Line]:
    """Return the rows as the list draws them."""
    lead = leads(rows)
    for row in rows:
        about = lead(row)
        yield Line(row.pk, about.name, about.href, about.cell + line(row))
