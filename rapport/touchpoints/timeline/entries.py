"""What stands on a customer's timeline, and how a source of it is declared; the list of sources is `config/timeline.py`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Func, OuterRef, Q
from django.utils.functional import Promise

from rapport.core.access.models import User
from rapport.customers.parties.models import Party

COUNTED = 10_000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line: what happened, on which channel, by whom, when, and where it leads.

    `mark` colours the icon (ok, bad); entries of a party with the same `fold` that follow each other on a day become
    one line. `who` is the person it was with, on the timeline of a company.
    """

    source: str
    id: int
    party_id: int
    at: datetime
    icon: str
    title: str
    what: str = ""
    body: str = ""
    href: str = ""
    mark: str = ""
    fold: str = ""
    who: str = ""
    who_href: str = ""

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
    """What the reader wants of a timeline: whose, of which filter, with which words, from where on, how much.

    `people` are others whose entries stand in it too: those who work at a company.
    """

    user: User
    party_id: int
    limit: int
    filter: str = ""
    words: str = ""
    place: Place | None = None
    people: Sequence[int] = ()

    def cut(self, rows: Any, source: str, moment: str) -> Any:
        """Return the part of a source's rows that this page needs, latest first: one short range of the index a party.

        What `rows` selects is asked where it finds them, once, of the index alone where that holds it: a channel that a
        customer of a hundred thousand entries never used is not there in milliseconds. Related rows are joined after.
        """
        if self.place is not None:
            rows = rows.filter(self.place.before(source, moment))
        order = (f"-{moment}", "-pk")
        if not self.people:
            latest = rows.filter(party_id=self.party_id).order_by(*order).values("pk")[: self.limit]
            return rows.model._base_manager.filter(pk__in=latest).order_by(*order)
        latest = rows.filter(party_id=OuterRef("pk")).order_by(*order).values("pk")[: self.limit]
        each = Func(ArraySubquery(latest), function="unnest", output_field=BigIntegerField())
        parties = Party.objects.filter(pk__in=[self.party_id, *self.people])
        found = rows.model._base_manager.filter(pk__in=parties.values(found=each))
        return found.order_by(*order)[: self.limit]


@dataclass(frozen=True)
class Filter:
    """A button above the timeline."""

    key: str
    label: str | Promise
    icon: str


@dataclass(frozen=True)
class Source:
    """Where entries come from: its filters, the entries of a page, and how many there are per filter.

    `counts` of these parties stops at 10,000 rows, so that it costs the same for a customer of a hundred thousand.
    An open timeline is loaded anew after one of `events`, by name.
    """

    name: str
    filters: Sequence[Filter]
    entries: Callable[[Asked], Iterable[Entry]]
    counts: Callable[[User, Sequence[int]], Mapping[str, int]]
    events: Sequence[str] = ()

    def answers(self, key: str) -> bool:
        """Tell whether entries of this filter come from here; the empty filter is all."""
        return not key or any(one.key == key for one in self.filters)
