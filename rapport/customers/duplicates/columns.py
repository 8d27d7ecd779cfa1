"""Records as columns of numbers: each value once, and for each record which of them it has. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Ints: TypeAlias = NDArray[np.int64]
Codes: TypeAlias = NDArray[np.int32]
Levels: TypeAlias = NDArray[np.int8]
Flags: TypeAlias = NDArray[np.bool_]
Floats: TypeAlias = NDArray[np.float64]

MOST = 4  # values of one field of one record that are compared: numbers, addresses, names
NONE = -1


@dataclass(frozen=True)
class Column:
    """One field of all records: the values that occur, and up to four codes of them for each record, -1 for none."""

    values: list[str]
    codes: Codes

    @property
    def first(self) -> Codes:
        """Return the first value of each record."""
        first: Codes = self.codes[:, 0]
        return first

    def filled(self, rows: Ints) -> Flags:
        """Tell which of these records have a value."""
        found: Flags = self.codes[rows, 0] >= 0
        return found

    def counts(self) -> Ints:
        """Return how many records have each value."""
        present = self.codes[self.codes >= 0]
        return np.bincount(present, minlength=len(self.values))


@dataclass
class Words:
    """Values with a number each, the same for all columns that are made with them."""

    values: list[str] = field(default_factory=list)
    known: dict[str, int] = field(default_factory=dict)

    def code(self, value: str) -> int:
        """Return the number of a value, -1 for an empty one."""
        if not value:
            return NONE
        found = self.known.setdefault(value, len(self.values))
        if found == len(self.values):
            self.values.append(value)
        return found

    def single(self, texts: Iterable[str]) -> Column:
        """Return a column with one value for each record, in their order."""
        codes = np.fromiter(map(self.code, texts), dtype=np.int32)
        return Column(self.values, codes.reshape(-1, 1))

    def several(self, count: int, rows: Sequence[int] | Ints, texts: Iterable[str]) -> Column:
        """Return a column with several values: `rows` says which record each text belongs to."""
        codes = np.fromiter(map(self.code, texts), dtype=np.int32)
        places = np.asarray(rows, dtype=np.int64)
        kept = codes >= 0
        places, codes = places[kept], codes[kept]
        both = np.unique(places * max(len(self.values), 1) + codes)
        places, codes = np.divmod(both, max(len(self.values), 1))
        starts = np.searchsorted(places, places, side="left")
        position = np.arange(len(places)) - starts
        table = np.full((count, MOST), NONE, dtype=np.int32)
        fits = position < MOST
        table[places[fits], position[fits]] = codes[fits]
        return Column(self.values, table)


@dataclass(frozen=True)
class Records:
    """Records of one kind: their keys, sorted, and their columns by name."""

    ids: Ints
    columns: dict[str, Column]

    def __len__(self) -> int:
        return len(self.ids)

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]
