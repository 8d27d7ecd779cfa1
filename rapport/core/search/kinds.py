"""What can be found, and how its index entry looks. Rooms declare their kinds; `config/search.py` lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.functional import Promise

from rapport.core.assembly import listed


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One record as the index holds it. `party_id` is its customer, `owner_id` who owns it (none: only those who see all).

    `sort_key` is what its list is sorted by, so that what words find stands in order without a look at each record.
    """

    kind: str
    object_id: int
    title: str
    tokens: Iterable[str]
    subtitle: str = ""
    party_id: int | None = None
    owner_id: int | None = None
    touched_at: datetime | None = None
    sort_key: str = ""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of record that can be found.

    `model` (label such as `customers.Person`) carries the access rules; `rows` reads what entries are made of from ids in
    one or few queries, and leaves out what is in the trash; `entry` words one row, and is pure, so that another process
    may do it; `sources` names the tables that are read: table → column with the id. `unread` names columns of them that
    no entry shows; `owned_by` the table of customers, whose owner all their entries have.
    """

    name: str
    label: str | Promise
    icon: str
    page: str
    model: str
    rows: Callable[[Sequence[int]], Sequence[Any]]
    entry: Callable[[Any], Entry]
    sources: Mapping[str, str] = field(default_factory=dict)
    unread: Mapping[str, frozenset[str]] = field(default_factory=dict)
    owned_by: str = ""

    def entries(self, ids: Sequence[int]) -> list[Entry]:
        """Build the entries of these records."""
        return [self.entry(row) for row in self.rows(ids)]

    @property
    def model_class(self) -> type[models.Model]:
        """Return the model whose access rules guard this kind."""
        return apps.get_model(self.model)


def kinds() -> dict[str, Kind]:
    """Return every kind that can be found, in the order in which the palette shows them."""
    found: dict[str, Kind] = listed("search")
    return found


def is_read(table: str, column: str = "") -> bool:
    """Tell whether some entry is made of this table, of this column of it if one is named, or follows its owner."""
    return any(
        table in kind.sources
        and (
            column not in kind.unread.get(table, ())
            or (column == "owner_id" and kind.owned_by == table)
        )
        for kind in kinds().values()
    )
