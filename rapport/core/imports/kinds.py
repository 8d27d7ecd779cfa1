"""What can be imported. Rooms declare their kinds, `config/imports.py` lists them; the engine knows no business."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _, gettext_lazy

from rapport.core.access.models import User
from rapport.core.access.queries import reach
from rapport.core.assembly import listed
from rapport.core.errors import Missing
from rapport.core.imports.cells import Reading
from rapport.core.imports.convert import Field

MANY = 10_000
FILLED, FOUND_BY = "filled", "found_by"  # options that every kind may offer


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

    @property
    def keeps_filled(self) -> bool:
        """Tell whether an update fills only what is still empty."""
        return bool(self.options.get(FILLED) == "keep")

    def finds_by(self, key: str) -> bool:
        """Tell whether records are found by a key: by all of them, unless one was chosen."""
        chosen = self.options.get(FOUND_BY) or key
        return self.match != "create" and chosen == key


Derive = Callable[[dict[str, Any], Reading, dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Option:
    """A question on the mapping page that belongs to this kind only."""

    name: str
    label: Any
    default: str = ""
    help: Any = ""
    choices: Callable[[], list[tuple[str, Any]]] | None = None


FILLED_OPTION = Option(
    FILLED,
    gettext_lazy("What a record has already"),
    default="overwrite",
    choices=lambda: [
        ("overwrite", _("Is overwritten by the file")),
        ("keep", _("Stays; only what is empty is filled")),
    ],
)


@dataclass(frozen=True)
class Key:
    """What tells that a row speaks of a record, or two rows of the same one: an equal value of a staging column.

    It does not count where both have one of the columns `unless`, for these then differ: two customers of another
    system are two here, though they share a phone.
    """

    name: str
    label: Any
    column: str
    unless: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportKind:
    """Something a file may hold.

    `derive` adds values to a read row in Python; `columns` are the staging columns of these. `prepare` runs once, in
    one transaction, before the first batch, and returns the records it wrote by their kind in the search; `decide` sets outcome, reason and target of the rows of a batch, and what it finds out in the columns `decides`; `write`
    writes them and returns how many records of each sort came about. Rows with the same value of `unit` are one unit and
    come into the tables together; of rows that one of the `keys` shows to speak of the same record only the first is used.
    `indexed` says, per kind in the search, which records a batch wrote. `pages` are the pages of the records it writes, by table. `more` are fields that exist for this user besides;
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
    decides: tuple[str, ...] = ()
    prepare: Callable[[Batch], dict[str, list[int]]] | None = None
    unit: str = ""
    keys: tuple[Key, ...] = ()
    fills: bool = False
    pages: dict[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    indexed: dict[str, str] = field(default_factory=dict)
    more: Callable[[User], tuple[Field, ...]] | None = None
    closed: Callable[[User, list[str]], list[str]] | None = None

    def questions(self) -> tuple[Option, ...]:
        """Return what the mapping page asks: what every such kind asks, then what belongs to this one."""
        found: list[Option] = []
        if len(self.keys) > 1:
            every = _("all of these, in this order: %(keys)s") % {
                "keys": ", ".join(str(key.label) for key in self.keys)
            }
            choices = [("", every), *((key.name, key.label) for key in self.keys)]
            found.append(
                Option(FOUND_BY, gettext_lazy("Records are found by"), choices=lambda: choices)
            )
        if self.fills:
            found.append(FILLED_OPTION)
        return (*found, *self.options)

    def typed(self) -> dict[str, str]:
        """Return the staging columns with their types."""
        return {one.name: one.type for one in self.fields} | self.columns

    def used_keys(self, options: dict[str, Any]) -> list[Key]:
        """Return the keys by which records are found: all of them, unless one was chosen."""
        chosen = options.get(FOUND_BY)
        return [key for key in self.keys if not chosen or key.name == chosen]

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
