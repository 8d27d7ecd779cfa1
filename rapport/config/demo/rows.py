"""A table's rows held as columns, and written out as the lines that COPY reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np

from rapport.config.demo.dice import Flags, Ints, Texts

NULL = "\\N"
CHUNK = 50_000
DAY = 24 * 60
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
MINUTES = np.array([f" {m // 60:02}:{m % 60:02}+08" for m in range(DAY)] + [""], dtype=object)


@dataclass(frozen=True)
class Labels:
    """A column whose values are few: the texts, and for each row which one. Position -1 may hold NULL."""

    texts: Texts
    codes: Ints

    def parts(self, start: int, stop: int) -> list[tuple[str, list[Any]]]:
        """Return the format of a stretch of rows with its values."""
        return [("%s", self.texts[self.codes[start:stop]].tolist())]


@dataclass(frozen=True)
class Column:
    """A column of numbers or texts."""

    values: Any
    shape: str = "%s"

    def parts(self, start: int, stop: int) -> list[tuple[str, list[Any]]]:
        """Return the format of a stretch of rows with its values."""
        return [(self.shape, self.values[start:stop].tolist())]


@dataclass(frozen=True)
class Cents:
    """A column of amounts, given in hundredths."""

    values: Ints

    def parts(self, start: int, stop: int) -> list[tuple[str, list[Any]]]:
        """Return the format of a stretch of rows with its values."""
        whole, rest = np.divmod(self.values[start:stop], 100)
        return [("%d", whole.tolist()), (".%02d", rest.tolist())]


@dataclass(frozen=True)
class When:
    """A column of moments, in minutes since the first day, by the clock of Shanghai; negative is NULL."""

    calendar: Calendar
    minutes: Ints

    def parts(self, start: int, stop: int) -> list[tuple[str, list[Any]]]:
        """Return the format of a stretch of rows with its values."""
        minutes = self.minutes[start:stop]
        unknown = minutes < 0
        days = np.where(unknown, -1, minutes // DAY)
        times = np.where(unknown, DAY, minutes % DAY)
        return [("%s", self.calendar.labels[days].tolist()), ("%s", MINUTES[times].tolist())]


@dataclass(frozen=True)
class Calendar:
    """The days that the demo company looks back on, the last being `until`, and a year ahead."""

    until: date
    days: int = 3 * 365
    labels: Texts = field(init=False, repr=False)

    def __post_init__(self) -> None:
        labels = [str(self.first + timedelta(days=step)) for step in range(self.days + 400)]
        object.__setattr__(self, "labels", np.array([*labels, NULL], dtype=object))

    @property
    def first(self) -> date:
        """Return the first day."""
        return self.until - timedelta(days=self.days)

    def moment(self, minutes: Ints) -> When:
        """Return a column of moments."""
        return When(self, minutes)

    def day(self, days: Ints) -> Labels:
        """Return a column of dates; negative is NULL."""
        return Labels(self.labels, np.where(days < 0, -1, days))


Part = Labels | Column | Cents | When
Value = str | Part | tuple["str | Part", ...]


@dataclass(frozen=True)
class Rows:
    """The rows of one table: each column a constant, a column of values, or several joined to one text."""

    table: str
    count: int
    columns: dict[str, Value]

    def chunks(self, size: int = CHUNK) -> Iterator[bytes]:
        """Return the rows as lines for COPY, a stretch at a time."""
        for start in range(0, self.count, size):
            yield self._lines(start, min(start + size, self.count))

    def _lines(self, start: int, stop: int) -> bytes:
        fields, values = [], []
        for value in self.columns.values():
            text = ""
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, str):
                    text += part.replace("%", "%%")
                    continue
                for shape, column in part.parts(start, stop):
                    text += shape
                    values.append(column)
            fields.append(text)
        template = "\t".join(fields) + "\n"
        if not values:
            return (template % ()).encode() * (stop - start)
        return "".join(map(template.__mod__, zip(*values, strict=True))).encode()


def texts(values: Sequence[str]) -> Texts:
    """Return texts as an array, made safe for COPY."""
    return np.array([value.translate(ESCAPES) for value in values], dtype=object)


def or_null(values: Any, known: Flags) -> Column:
    """Return a column that is NULL where nothing is known."""
    return Column(np.where(known, np.asarray(values).astype(object), NULL))


def flags(values: Flags) -> Labels:
    """Return a column of yes and no."""
    return Labels(np.array(["f", "t"], dtype=object), values.astype(np.int64))
