"""What can be imported. Rooms declare their kinds, `config/imports.py` lists them; the engine knows no business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection

from rapport.core.access.models import User
from rapport.core.access.queries import reach
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.imports.convert import Field, Reading

MANY = 10_000


@dataclass(frozen=True)
class Batch:
    """A stretch of the staging table, and all that is the same for its rows.

    Every staged row has `row` (its number in the file), `unit_row` (rows that only make sense together share one),
    `outcome` and `reason` (empty until decided), `target_id`, and one column per mapped field and derived value.
    """

    table: str
    low: int
    high: int
    fields: frozenset[str]
    match: str
    by: User
    owner_id: int
    at: datetime
    file: str
    options: dict[str, Any]

    def run(self, sql: str, **values: Any) -> int:
        """Execute SQL in which {stage} is the table and {here} limits it to this stretch; return the row count."""
        text = sql.replace("{stage}", self.table).replace(
            "{here}", f"s.unit_row BETWEEN {int(self.low)} AND {int(self.high)}"
        )
        with connection.cursor() as cursor:
            cursor.execute(text, {"at": self.at, "owner": self.owner_id, **values})
            return int(cursor.rowcount)

    def ask(self, sql: str, **values: Any) -> list[tuple[Any, ...]]:
        """Execute SQL as `run` does and return the rows."""
        text = sql.replace("{stage}", self.table).replace(
            "{here}", f"s.unit_row BETWEEN {int(self.low)} AND {int(self.high)}"
        )
        with connection.cursor() as cursor:
            cursor.execute(text, {"at": self.at, "owner": self.owner_id, **values})
            return list(cursor.fetchall())

    def learn(self) -> None:
        """Tell the planner what was decided; it still believes that nothing is, and would loop over all rows per row."""
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {self.table} (row, unit_row, outcome, target_id)")

    def freshen(self, *tables: str) -> None:
        """Tell the planner how tables have grown, after the first, second, fourth, eighth … stretch.

        Within minutes an empty table holds half a million rows; until the planner knows, it reads all of them per row.
        A short stretch is the last one of a file: nothing follows that would profit.
        """
        size = self.high - self.low + 1
        number = self.low // size
        if size >= MANY and number & (number - 1) == 0:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE " + ", ".join(tables))

    def reach(self, right: str) -> dict[str, Any]:
        """Return how far a right of the importing user reaches, as SQL values `everything` and `owners`."""
        found = reach(self.by, right)
        return {"everything": found.everything, "owners": sorted(found.owner_ids)}


Derive = Callable[[dict[str, Any], Reading, dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Option:
    """A question on the mapping page that belongs to this kind only."""

    name: str
    label: Any
    default: str = ""
    help: Any = ""
    choices: Callable[[], list[tuple[str, Any]]] | None = None


@dataclass(frozen=True)
class ImportKind:
    """Something a file may hold.

    `derive` adds values to a read row in Python; `columns` are the staging columns of these. `prepare` runs once, in
    one transaction, before the first batch, and returns the records it wrote by their kind in the search; `decide` sets outcome, reason and target of the rows of a batch; `write`
    writes them and returns how many records of each sort came about. Rows with the same value of `unit` are one unit and
    come into the tables together; of rows with the same value of `same` only the first is used.
    `indexed` says, per kind in the search, which records a batch wrote. `more` are fields that exist for this user besides;
    `closed` tells of the headings of a file which cannot be imported, and why.
    """

    name: str
    label: Any
    icon: str
    right: str
    fields: tuple[Field, ...]
    decide: Callable[[Batch], None]
    write: Callable[[Batch], dict[str, int]]
    hint: Any = ""
    derive: Derive | None = None
    columns: dict[str, str] = field(default_factory=dict)
    prepare: Callable[[Batch], dict[str, list[int]]] | None = None
    unit: str = ""
    same: str = ""
    options: tuple[Option, ...] = ()
    indexed: dict[str, str] = field(default_factory=dict)
    more: Callable[[User], tuple[Field, ...]] | None = None
    closed: Callable[[User, list[str]], list[str]] | None = None

    def field(self, name: str) -> Field | None:
        """Return the field of that name."""
        return next((one for one in self.fields if one.name == name), None)


class UnknownKind(Missing):
    """Files of this kind cannot be imported. Choose another kind."""


def kinds() -> dict[str, ImportKind]:
    """Return every kind that can be imported, in the order in which they are offered."""
    found: dict[str, ImportKind] = listed("imports")
    return found


def kind_of(name: str, user: User | None = None) -> ImportKind:
    """Return a kind, with all the fields that exist for whoever imports where it is known. Errors: UnknownKind."""
    if name not in kinds():
        raise UnknownKind
    kind = kinds()[name]
    if kind.more is None or user is None:
        return kind
    return replace(kind, fields=(*kind.fields, *kind.more(user)))
