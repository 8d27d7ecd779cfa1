"""What stands on a customer's timeline, and how a source of it is declared; the list of sources is `config/timeline.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from rapport.core.access.models import User

COUNTED = 10_000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line: what happened, on which channel, by whom, when, and where it leads.

    `mark` colours the icon (ok, bad); entries with the same `fold` that follow each other on a day become one line.
    """

    source: str
    id: int
    at: datetime
    icon: str
    title: str
    what: str = ""
    body: str = ""
    href: str = ""
    mark: str = ""
    fold: str = ""

    @property
    def place(self) -> Place:
        """Return where it stands in the stream."""
        return Place(self.at, self.source, self.id)


@dataclass(frozen=True, order=True)
class Place:
    """A place in the stream of all sources: total, so that nothing is shown twice or left out."""

    at: datetime
    source: str
    id: int

    def before(self, source: str, moment: str) -> Q:
        """Return the condition for the rows of a source that come after this place, reading back in time."""
        if source == self.source:
            same = Q(pk__lt=self.id)
        else:
            same = Q() if source < self.source else Q(pk__in=[])
        return Q(**{f"{moment}__lte": self.at}) & (Q(**{f"{moment}__lt": self.at}) | same)


@dataclass(frozen=True)
class Asked:
    """What the reader wants of a timeline: whose, of which filter, with which words, from where on, how much."""

    user: User
    party_id: int
    limit: int
    filter: str = ""
    words: str = ""
    place: Place | None = None

    def cut(self, rows: Any, source: str, moment: str) -> Any:
        """Return the part of a source's rows that this page needs, latest first."""
        if self.place is not None:
            rows = rows.filter(self.place.before(source, moment))
        return rows.order_by(f"-{moment}", "-pk")[: self.limit]


@dataclass(frozen=True)
class Filter:
    """A button above the timeline."""

    key: str
    label: str | Promise
    icon: str


@dataclass(frozen=True)
class Source:
    """Where entries come from: its filters, the entries of a page, and how many there are per filter.

    `counts` stops at 10,000 rows, so that it costs the same for a customer of a hundred thousand.
    An open timeline is loaded anew after one of `events`, by name.
    """

    name: str
    filters: Sequence[Filter]
    entries: Callable[[Asked], Iterable[Entry]]
    counts: Callable[[User, int], Mapping[str, int]]
    events: Sequence[str] = ()

    def answers(self, key: str) -> bool:
        """Tell whether entries of this filter come from here; the empty filter is all."""
        return not key or any(one.key == key for one in self.filters)
