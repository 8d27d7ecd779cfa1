"""Where a user stands in a list, as it is written in the address: filters, words, sort, place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict

from rapport.core.lists.filters import NO_FILTERS, BadListAddress, Filters

SIZE = 50  # rows of a page
SIZES = range(1, 501)
WIDTHS = range(48, 1201)
MOST_COLUMNS = 60
PLACE = {"after", "before"}
VIEW = "view"  # the saved view that the list was opened with; every link of the list keeps it
BACK = "back"  # the page that asks for filters of a list and is not the list's own


class Alike(str):
    """Words in each of which one letter may be mistyped."""

    __slots__ = ()


@dataclass(frozen=True)
class Show:
    """A column that is shown, and how wide in pixels; without a width it keeps its own."""

    name: str
    width: int | None = None

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `city` or `city.120`."""
        name, dot, width = text.rpartition(".")
        if not dot or width[:1].isalpha():  # the name itself may have a dot: custom.film
            return cls(text)
        if not (width.isascii() and width.isdigit() and int(width[:5]) in WIDTHS):
            raise BadListAddress
        return cls(name, int(width))

    def __str__(self) -> str:
        return f"{self.name}.{self.width}" if self.width else self.name


@dataclass(frozen=True)
class ListState:
    """The whole state; every link of a list is made by changing a copy.

    `by` is the column that it is grouped by, `layout` board, calendar or chart
    instead of rows, `alike` forgives a mistyped letter in the words, and `month` (2026-11) the one that a calendar shows. A chart has steps of time (`per`), a `measure` (total.sum) and a `shape`. No `columns` are the list's own, no `foot` (column and what is told below it) neither; the first `frozen` of them stay in sight when the list is moved sideways.
    """

    filters: Filters = NO_FILTERS
    words: str = ""
    sort: str = ""
    after: str = ""
    before: str = ""
    size: int = SIZE
    by: str = ""
    layout: str = ""
    month: str = ""
    per: str = ""
    measure: str = ""
    shape: str = ""
    columns: tuple[Show, ...] = ()
    frozen: int = 0
    foot: tuple[tuple[str, str], ...] = ()
    kept: dict[str, str] = field(default_factory=dict)
    alike: bool = False

    @property
    def meant(self) -> str:
        """Return the words as they are asked for."""
        return Alike(self.words) if self.alike else self.words

    @classmethod
    def read(cls, query: QueryDict, *, keep: tuple[str, ...] = ()) -> Self:
        """Read the state from an address: `?f=lifecycle:is:customer&q=wang&sort=-last_touch_at&cols=company,city.120&size=50`."""
        if any("\x00" in value for values in query.lists() for value in values[1]):
            raise BadListAddress
        size = query.get("size", str(SIZE))
        if not size.isascii() or not size.isdigit() or int(size[:6]) not in SIZES:
            raise BadListAddress
        frozen = query.get("frozen", "0")
        if not frozen.isascii() or not frozen.isdigit():
            raise BadListAddress
        return cls(
            filters=Filters.read(
                query.getlist("f"),
                query.getlist("g"),
                any_group=query.get("match") == "any",
                must=query.getlist("must"),
            ),
            words=query.get("q", "").strip()[:200],
            sort=query.get("sort", ""),
            by=query.get("by", ""),
            layout=query.get("as", ""),
            month=query.get("month", ""),
            per=query.get("per", ""),
            measure=query.get("measure", ""),
            shape=query.get("shape", ""),
            after=query.get("after", ""),
            before=query.get("before", ""),
            size=int(size),
            columns=_columns(query.get("cols", "")),
            foot=_foot(query.get("foot", "")),
            frozen=min(int(frozen[:3]), MOST_COLUMNS),
            alike=query.get("alike") == "1",
            kept={name: str(query[name]) for name in (VIEW, *keep) if name in query},
        )

    def query(self, **changes: Any) -> str:
        """Return the query string of this state with some parts changed; a change of what is listed begins at the top."""
        if set(changes) - PLACE - {"columns", "frozen", "foot"} and not PLACE & set(changes):
            changes |= {"after": "", "before": ""}
        return "?" + urlencode(replace(self, **changes).pairs())

    def adding(self, name: str) -> str:
        """Return the query string to which one more value is added: `?q=wang&sort=`. Quicker than `query` for each column of a page."""
        query = self.query()
        return f"{query}{'' if query == '?' else '&'}{name}="

    def pairs(self, *left_out: str) -> list[tuple[str, str]]:
        """Return the state as names and values, for an address or the hidden fields of a form; some may be left out."""
        found = self.filters.pairs()
        found += [
            ("q", self.words),
            ("alike", "1" if self.alike and self.words else ""),
            ("sort", self.sort),
            ("by", self.by),
            ("as", self.layout),
            ("month", self.month),
            ("per", self.per),
            ("measure", self.measure),
            ("shape", self.shape),
            ("after", self.after),
            ("before", self.before),
            ("size", "" if self.size == SIZE else str(self.size)),
            ("cols", ",".join(map(str, self.columns))),
            ("frozen", str(self.frozen or "")),
            ("foot", ",".join(f"{name}.{figure}" for name, figure in self.foot)),
            *self.kept.items(),
        ]
        return [(name, value) for name, value in found if value and name not in left_out]

    def saved(self) -> str:
        """Return the state as a saved view keeps it: without a place, in one order of its parts."""
        return replace(self.at_top(), kept={}, month="").query()[1:]

    def at_top(self) -> Self:
        """Return the state without a place: the whole list."""
        return replace(self, after="", before="")


def _columns(text: str) -> tuple[Show, ...]:
    found = {one.name: one for one in map(Show.read, filter(None, text[:4000].split(",")))}
    return tuple(found.values())[:MOST_COLUMNS]


def _foot(text: str) -> tuple[tuple[str, str], ...]:
    parts = [one.rpartition(".") for one in text[:4000].split(",") if one]
    return tuple({name: figure for name, _dot, figure in parts}.items())[:MOST_COLUMNS]
