"""What the parts of a formula are: typed pieces of SQL over the columns of one row, total, so that no row can break a list.

A piece names a column by `column("city")`, and the day on which it is read by `TODAY`; both are put in last. An amount of money is
its figure, and the currencies it was made of: where they differ it is empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from psycopg.sql import Literal

MOST_SQL = 20_000  # characters: what the database plans in a blink
MARK = re.compile("\x01([^\x01]+)\x01")
TODAY = "\x01:today\x01"
ZONE = "\x01:zone\x01"
LONGEST_TEXT = 500  # what an index holds


class Type(Enum):
    """What a part of a formula is."""

    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    TEXT = "text"
    YES = "yes"
    CHOICE = "choice"
    SEVERAL = "several"
    RECORD = "record"

    @property
    def words(self) -> str | Promise:
        """Return how a sentence names it."""
        return WORDS[self]


WORDS = {
    Type.NUMBER: _("a number"),
    Type.MONEY: _("an amount of money"),
    Type.DATE: _("a date"),
    Type.TEXT: _("a text"),
    Type.YES: _("yes or no"),
    Type.CHOICE: _("one of a list"),
    Type.SEVERAL: _("several of a list"),
    Type.RECORD: _("a record"),
}
LABELS = {
    Type.NUMBER: _("Number"),
    Type.MONEY: _("Amount of money"),
    Type.DATE: _("Date"),
    Type.TEXT: _("Text"),
    Type.YES: _("Yes or no"),
}
Options = Mapping[str, Sequence[str]]  # key → what it is called, first as texts name it


class BadFormula(ValueError):
    """A formula cannot be; the text is the sentence for whoever wrote it."""


@dataclass(frozen=True)
class Term:
    """A part of a formula. `word` is the token it is, where it is a literal of one; `value` what that literal says."""

    type: Type
    sql: str
    currencies: tuple[str, ...] = ()
    options: Options = field(default_factory=dict)
    word: int | None = None
    value: str | None = None

    def __post_init__(self) -> None:
        if len(self.sql) + sum(map(len, self.currencies)) > MOST_SQL:
            raise BadFormula(str(_("This is too much for one formula. Split it into several.")))

    @property
    def amount(self) -> str:
        """Return the figure of an amount, empty where its currencies differ."""
        alike = self._alike
        return f"(CASE WHEN {alike} THEN {self.sql} END)" if alike else self.sql

    @property
    def currency(self) -> str:
        """Return the currency of an amount."""
        alike = self._alike
        first = self.currencies[0]
        return f"(CASE WHEN {alike} THEN {first} END)" if alike else first

    @property
    def _alike(self) -> str:
        pairs = zip(self.currencies, self.currencies[1:], strict=False)
        return " AND ".join(f"{one} = {other}" for one, other in pairs)

    @property
    def columns(self) -> list[str]:
        """Return the columns it reads."""
        found = MARK.findall(" ".join([self.sql, *self.currencies]))
        return sorted({name for name in found if not name.startswith(":")})

    @property
    def is_dated(self) -> bool:
        """Tell whether it depends on the day on which it is read."""
        return TODAY in self.sql or any(TODAY in one for one in self.currencies)

    def result(self) -> str:
        """Return the SQL of the value by which rows are sorted and compared; of an amount the figure."""
        if self.type in {Type.NUMBER, Type.MONEY}:
            value = self.sql if self.type is Type.NUMBER else self.amount
            return f"(CASE WHEN abs({value}) < 1e15 THEN trim_scale(round({value}, 4)) END)"
        if self.type is Type.DATE:
            fits = f"{self.sql} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'"
            return f"(CASE WHEN {fits} THEN {self.sql} END)"
        if self.type is Type.YES:
            return f"coalesce({self.sql}, false)"
        return f"nullif(left({self.sql}, {LONGEST_TEXT}), '')"


def column(name: str) -> str:
    """Return how a piece of SQL names a column, or a path in the ORM."""
    return f"\x01{name}\x01"


def quoted(text: str) -> str:
    """Return a text as SQL writes it."""
    return Literal(text).as_string(None)


def filled_in(sql: str, places: Mapping[str, str]) -> str:
    """Return the SQL with its columns put in."""
    return MARK.sub(lambda found: places[found[1]], sql)


def as_text(term: Term) -> str:
    """Return the SQL of what a term reads as in a text; nothing where it is empty. Errors: BadFormula."""
    sql = term.sql
    if term.type is Type.NUMBER:
        sql = f"trim_scale(round({sql}, 4))::text"
    elif term.type is Type.MONEY:
        sql = f"trim_scale(round({term.amount}, 4))::text || ' ' || {term.currency}"
    elif term.type is Type.DATE:
        parts = [("year", 4), ("month", 2), ("day", 2)]
        digits = [f"lpad(extract({part} FROM {sql})::int::text, {n}, '0')" for part, n in parts]
        sql = " || '-' || ".join(digits)
    elif term.type is Type.CHOICE:
        sql = named(term)
    elif term.type is not Type.TEXT:
        sentence = _("%(what)s cannot stand in a text.")
        raise BadFormula((str(sentence) % {"what": term.type.words}).capitalize())
    return f"coalesce({sql}, '')"


def named(term: Term) -> str:
    """Return the SQL of what a choice is called."""
    cases = " ".join(
        f"WHEN {quoted(k)} THEN {quoted(names[0])}" for k, names in term.options.items()
    )
    return f"(CASE {term.sql} {cases} ELSE {term.sql} END)" if cases else term.sql
