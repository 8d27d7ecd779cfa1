"""The order of a list, total by its key, and the rows after or before a place in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, QuerySet

from rapport.core.access.models import User
from rapport.core.lists import cursor, sparse
from rapport.core.lists.columns import value_of
from rapport.core.lists.operators import UnknownColumn
from rapport.core.lists.state import ListState

if TYPE_CHECKING:
    from rapport.core.lists.spec import ListSpec

Rows = QuerySet[Any]
TERM = "sorted_by"


@dataclass(frozen=True)
class Order:
    """A sort with the key as tie-break: total, so that no row is shown twice or left out."""

    text: str
    path: str
    key: str
    descending: bool
    nullable: bool
    term: Any = None

    @classmethod
    def of(cls, spec: ListSpec, user: User, state: ListState) -> Order:
        """Return the order that the state asks for, or the list's own."""
        text = state.sort or spec.sort
        column = spec.named(text.removeprefix("-"), user)
        if not column.sortable:
            raise UnknownColumn(column=text[:100])
        path = column.lookup if column.term is None else TERM
        return cls(text, path, spec.key, text.startswith("-"), column.nullable, column.term)

    def on(self, rows: Rows) -> Rows:
        """Return the rows with what they are sorted by, where that is no path."""
        if self.term is None or TERM in rows.query.annotations:
            return rows
        found: Rows = rows.annotate(**{TERM: self.term})
        return found

    def take(
        self,
        rows: Rows,
        place: str,
        count: int,
        *,
        backwards: bool = False,
        whole: Rows | None = None,
    ) -> list[Any]:
        """Return so many rows after (or before) a place. One query; by a term two where the rows with a value run out.

        Where `whole` is given, the list before its filters and words, rows that lie far apart are found quickly too.
        """
        if self.term is None and whole is not None and self.path != self.key:
            return sparse.take(self, whole, rows, place, count, backwards=backwards)
        if self.term is None:
            return list(self.after(rows, place, backwards=backwards)[:count])
        found: list[Any] = []
        for part in self._parts(rows, place, backwards=backwards):
            if len(found) < count:
                found += part[: count - len(found)]
        return found

    def after(self, rows: Rows, place: str, *, backwards: bool = False) -> Rows:
        """Return the rows after (or before) a place, in order."""
        ordered = self.apply(rows, backwards=backwards)
        return ordered.filter(self.beyond(place, backwards=backwards)) if place else ordered

    def _parts(self, rows: Rows, place: str, *, backwards: bool) -> list[Rows]:
        """Return the rows with a value and those without, each by itself: so an index of the values serves both directions."""
        down = self.descending != backwards
        empty, key = Q(**{f"{self.path}__isnull": True}), f"-{self.key}" if down else self.key
        filled = rows.filter(~empty).order_by(F(self.path).desc() if down else F(self.path), key)
        blank = rows.filter(empty).order_by(key)
        if not place:
            return [blank, filled] if backwards else [filled, blank]
        value, at = cursor.read(place, self.text)
        tie = Q(**{f"{self.key}__{'lt' if down else 'gt'}": at})
        if value is None:
            return [blank.filter(tie), filled] if backwards else [blank.filter(tie)]
        way = "lt" if down else "gt"
        past = Q(**{f"{self.path}__{way}e": value}) & (Q(**{f"{self.path}__{way}": value}) | tie)
        return [filled.filter(past)] if backwards else [filled.filter(past), blank]

    def apply(self, rows: Rows, *, backwards: bool) -> Rows:
        """Order the rows; empty values come last, whichever the direction."""
        rows = self.on(rows)
        down = self.descending != backwards
        ends: dict[str, Any] = {"nulls_first": True} if backwards else {"nulls_last": True}
        if not self.nullable:
            ends = {}
        by = F(self.path).desc(**ends) if down else F(self.path).asc(**ends)
        return rows.order_by(by, f"-{self.key}" if down else self.key)

    def cursor(self, row: Any) -> str:
        """Return the place of a row; one that came by another way is asked for its term."""
        if self.term is not None and not hasattr(row, TERM):
            row = self.on(type(row)._default_manager.filter(pk=row.pk)).get()
        return cursor.write(self.text, value_of(row, self.path), row.pk)

    def beyond(self, place: str, *, backwards: bool) -> Q:
        """Return the condition for the rows after (or before) a place."""
        return self.past(*cursor.read(place, self.text), backwards=backwards)

    def past(self, value: Any, key: int, *, backwards: bool) -> Q:
        """Return the condition for the rows after (or before) such a row. The first part lets an index be used."""
        way = "lt" if self.descending != backwards else "gt"
        tie = Q(**{f"{self.key}__{way}": key})
        if value is None:
            empty = Q(**{f"{self.path}__isnull": True})
            return ~empty | (empty & tie) if backwards else empty & tie
        further = Q(**{f"{self.path}__{way}e": value}) & (Q(**{f"{self.path}__{way}": value}) | tie)
        if self.nullable and not backwards:
            return further | Q(**{f"{self.path}__isnull": True})
        return further
