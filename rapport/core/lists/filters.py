"""The filters of a list as its address writes them: single ones, and groups in brackets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Self
from urllib.parse import parse_qsl, urlencode

from rapport.core.errors import Invalid

MOST = 20


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
class Filters:
    """All filters of a list: groups, of which a single filter is the smallest.

    All groups must hold, and in each one of its filters; with `any_group` one group must hold, and in it all. What is in
    `must` holds beside them either way: the lane of a board whose rows match any of several filters.
    """

    groups: tuple[tuple[Filter, ...], ...] = ()
    any_group: bool = False
    must: tuple[Filter, ...] = ()

    @classmethod
    def read(
        cls,
        single: Iterable[str],
        groups: Iterable[str],
        *,
        any_group: bool,
        must: Iterable[str] = (),
    ) -> Self:
        """Read the parameters `f` (a filter each), `g` (a group each: its filters as f=…&f=…, encoded once more) and `must`."""
        found: list[tuple[Filter, ...]] = [(Filter.read(text),) for text in single]
        found += [_group(text) for text in groups]
        always = tuple(map(Filter.read, must))
        if sum(map(len, found)) + len(always) > MOST:
            raise BadListAddress
        return cls(tuple(found), any_group=any_group, must=always)

    def __bool__(self) -> bool:
        return bool(self.groups or self.must)

    def pairs(self) -> list[tuple[str, str]]:
        """Return them as names and values of an address."""
        found = [("f", str(group[0])) for group in self.groups if len(group) == 1]
        found += [
            ("g", urlencode([("f", str(one)) for one in group]))
            for group in self.groups
            if len(group) > 1
        ]
        found += [("must", str(one)) for one in self.must]
        return [*found, ("match", "any")] if self.any_group else found

    def within(self, one: Filter) -> Self:
        """Return them with a filter that holds beside all of them, once."""
        if one in self.must or (not self.any_group and (one,) in self.groups):
            return self
        if not self.any_group:
            return self.beside(one)
        return replace(self, must=(*self.must, one))

    def beside(self, one: Filter, group: int | None = None) -> Self:
        """Return them with one filter more: by itself, or in a group."""
        if group is None or group not in range(len(self.groups)):
            return self._of([*self.groups, (one,)])
        return self._of([(*g, one) if i == group else g for i, g in enumerate(self.groups)])

    def replacing(self, old: Filter, new: Filter | None = None) -> Self:
        """Return them with another filter in the place of one, or without it."""
        kept = [[new if one == old else one for one in group] for group in self.groups]
        must = tuple(one for filter_ in self.must if (one := new if filter_ == old else filter_))
        left = self._of([tuple(one for one in group if one) for group in kept])
        return replace(left, must=must)

    def joined(self, place: int) -> Self:
        """Return them with the group at this place and the next one put into one bracket."""
        groups = list(self.groups)
        return self._of([*groups[:place], groups[place] + groups[place + 1], *groups[place + 2 :]])

    def parted(self, place: int, after: int) -> Self:
        """Return them with the group at this place taken apart after one of its filters."""
        groups = list(self.groups)
        whole = groups[place]
        parts = [whole[: after + 1], whole[after + 1 :]]
        return self._of([*groups[:place], *parts, *groups[place + 1 :]])

    def _of(self, groups: Iterable[tuple[Filter, ...]]) -> Self:
        """Single filters come first, as in the address."""
        kept = sorted(filter(None, groups), key=lambda group: len(group) > 1)
        return type(self)(tuple(kept), any_group=self.any_group and len(kept) > 1, must=self.must)


NO_FILTERS = Filters()


def _group(text: str) -> tuple[Filter, ...]:
    try:
        pairs = parse_qsl(text, strict_parsing=True, max_num_fields=MOST)
    except ValueError as error:
        raise BadListAddress from error
    if {name for name, _value in pairs} != {"f"}:
        raise BadListAddress
    return tuple(Filter.read(value) for _name, value in pairs)
