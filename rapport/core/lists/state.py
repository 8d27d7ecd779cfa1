"""Where a user stands in a list, as it is written in the address: filters, words, sort, place."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.http import QueryDict

from rapport.core.errors import Invalid

SIZES = range(1, 501)


class BadListAddress(Invalid):
    """This address cannot be read as a list. Open the list anew."""


@dataclass(frozen=True)
class Filter:
    """One chip: column, operator and value as written in the address."""

    column: str
    operator: str
    value: str = ""

    @classmethod
    def read(cls, text: str) -> Self:
        """Read `city:any:上海|海口`."""
        parts = text.split(":", 2)
        if len(parts) < 2:
            raise BadListAddress
        return cls(*parts)

    def __str__(self) -> str:
        return f"{self.column}:{self.operator}:{self.value}"


@dataclass(frozen=True)
class ListState:
    """The whole state; every link of a list is made by changing a copy."""

    filters: tuple[Filter, ...] = ()
    words: str = ""
    sort: str = ""
    after: str = ""
    before: str = ""
    size: int = 50
    kept: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, query: QueryDict, *, keep: tuple[str, ...] = ()) -> Self:
        """Read the state from an address: `?f=lifecycle:is:customer&q=wang&sort=-last_touch_at&after=…&size=50`."""
        if any("\x00" in value for values in query.lists() for value in values[1]):
            raise BadListAddress
        size = query.get("size", "50")
        if not size.isascii() or not size.isdigit() or int(size[:6]) not in SIZES:
            raise BadListAddress
        return cls(
            filters=tuple(Filter.read(text) for text in query.getlist("f")[:20]),
            words=query.get("q", "").strip()[:200],
            sort=query.get("sort", ""),
            after=query.get("after", ""),
            before=query.get("before", ""),
            size=int(size),
            kept={name: str(query[name]) for name in keep if name in query},
        )

    def query(self, **changes: Any) -> str:
        """Return the query string of this state with some parts changed; any change but of place begins at the top."""
        if changes and not ({"after", "before"} & set(changes)):
            changes |= {"after": "", "before": ""}
        state = replace(self, **changes)
        pairs: list[tuple[str, str]] = [("f", str(one)) for one in state.filters]
        pairs += [
            (name, value)
            for name, value in (
                ("q", state.words),
                ("sort", state.sort),
                ("after", state.after),
                ("before", state.before),
                ("size", "" if state.size == 50 else str(state.size)),
                *state.kept.items(),
            )
            if value
        ]
        return "?" + urlencode(pairs) if pairs else "?"

    def at_top(self) -> Self:
        """Return the state without a place: the whole list."""
        return replace(self, after="", before="")

    def without(self, one: Filter) -> str:
        """Return the query string without one filter."""
        return self.query(filters=tuple(f for f in self.filters if f != one))

    def with_filter(self, one: Filter) -> str:
        """Return the query string with one filter more."""
        return self.query(filters=(*self.filters, one))
