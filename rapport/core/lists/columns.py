"""What a list can show, filter and sort by, declared once for the page, the API and the export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise

from rapport.core.access.models import User


class Kind(StrEnum):
    """The kind of a column's values; it decides which operators a filter has."""

    TEXT = "text"
    CHOICE = "choice"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    DATETIME = "datetime"
    USER = "user"
    BOOL = "bool"
    KEY = "key"


Choices = Sequence[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Column:
    """One column. `path` is its way in the ORM (its name when empty); `where` replaces it for filters that need more: `where(operator, words, user)`
    returns a condition that is true of a row, never of its joins, for it may stand beside others in an “or”.

    `nullable` columns sort their empty values last in both directions. A column with `right` exists only for users
    who hold that right: it cannot be seen, filtered, sorted or exported without it. `shown` is what an export writes
    where that is not the path: another path, or an expression made for the user. `width` is in pixels; a column without
    one shares the rest. An amount stands in its row's currency, or `in_base` in the company's;
    `base` is the path to the same amount in the company's, by which amounts are summed. `edit` names the page that
    edits the field in place, reversed with the row's key and the column's name, and the right it needs.

    A column that is no path has a `term`, the expression by which it is sorted and summed (rows without a value are many, and found
    apart), and a function of its own that draws it; `read` is an expression that is read with the rows for it. `pick` looks up the records to filter by while typing, `named` says what one is called.
    A row that has several values has `spread`, the path or expression with a row for each.
    """

    name: str
    label: str | Promise
    kind: Kind = Kind.TEXT
    path: str = ""
    sortable: bool = False
    filterable: bool = True
    nullable: bool = False
    choices: Choices | Callable[[User], Choices] = ()
    where: Callable[[str, list[str], User], Q] | None = None
    right: str = ""
    icon: str = ""
    shown: str | Callable[[User], Any] = ""
    width: int | None = None
    in_base: bool = False
    base: str = ""
    edit: tuple[str, str] | None = None
    term: Any = None
    draw: Callable[[User], Callable[[Sequence[Any]], Callable[[Any], object]]] | None = None
    read: Any = None
    pick: tuple[str, str] | None = None
    named: Callable[[User, str], str] | None = None
    spread: Any = ""

    @property
    def lookup(self) -> str:
        """Return the ORM path."""
        return self.path or self.name

    @property
    def is_readable(self) -> bool:
        """Tell whether there is a value to show; some columns are only filtered by."""
        return bool(self.shown or self.path or self.where is None)

    @property
    def is_numeric(self) -> bool:
        """Tell whether its values are figures, which stand at the right."""
        return self.kind in {Kind.NUMBER, Kind.MONEY}

    def value(self, user: User) -> Any:
        """Return where its value is read: a path in the ORM, or an expression."""
        if not self.shown:
            return self.lookup if self.term is None else self.term
        return self.shown(user) if callable(self.shown) else self.shown

    def choices_for(self, user: User) -> Choices:
        """Return the values to choose from; colleagues, tags and the like depend on who asks."""
        return self.choices(user) if callable(self.choices) else self.choices


def value_of(row: Any, path: str) -> Any:
    """Follow an ORM path on a loaded row."""
    for part in path.split("__"):
        row = getattr(row, part) if row is not None else None
    return row
